import * as z from "zod";

const name = z.string().trim().min(1).max(100);
const jelouProjectId = z
  .string()
  .trim()
  .regex(/^(?!\.{1,2}$)[\w.~-]{1,100}$/, "Letters, digits and . _ ~ - only, as Jelou shows it.");
const address = z.string().trim().max(500);
const secret = z.string().trim().min(1).max(2000);

export const newProject = z.strictObject({
  name,
  jelouProjectId,
  gatewayUrl: address.optional(),
  messagesUrl: address.optional(),
});
export type NewProject = z.infer<typeof newProject>;

export const projectChange = z.strictObject({
  name: name.optional(),
  gatewayUrl: address.optional(),
  messagesUrl: address.optional(),
  signatureMode: z.enum(["raw", "json"]).optional(),
  closesPaused: z.boolean().optional(),
  archived: z.boolean().optional(),
});
export type ProjectChange = z.infer<typeof projectChange>;

export const credentials = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("basic"),
    clientId: secret.regex(/^[^:]*$/, "A client id has no colon."),
    clientSecret: secret,
  }),
  z.strictObject({ kind: z.literal("api-key"), apiKey: headerSafe() }),
]);

export const extraHeader = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bearer"), token: headerSafe() }),
  z.strictObject({ kind: z.literal("api-key"), apiKey: headerSafe() }),
  z.strictObject({
    kind: z.literal("basic"),
    username: secret.regex(/^[^:]*$/, "A user name has no colon."),
    password: secret,
  }),
]);

export const webhookAuth = z.strictObject({
  signingSecret: secret,
  header: extraHeader.nullable().optional(),
});

/** What may stand in a header as it is. */
function headerSafe() {
  return secret.regex(/^[\x21-\x7E]+$/, "This holds a character that a header can't carry.");
}
