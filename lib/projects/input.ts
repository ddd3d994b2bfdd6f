import * as z from "zod";
import { findTemplateFaults, lacksStandIn, templateVariables } from "./fill-template";
import { authTypes, templateLanguages } from "./schema";

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

const id = z.string().min(1).max(100);
const customerText = z.string().trim().min(1).max(4096);

export const messageChoiceInput = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("none") }),
  z.strictObject({ type: z.literal("text"), text: templateText() }),
  z.strictObject({
    type: z.literal("template"),
    templateId: id,
    language: z.enum(templateLanguages).optional(),
  }),
  z.strictObject({ type: z.literal("edge"), routeId: id.optional() }),
]);

const mostMinutes = 30 * 24 * 60;

const autoCloseInput = z
  .strictObject({
    afterMinutes: z.number().int().min(1).max(mostMinutes),
    warning: z
      .strictObject({ minutesBefore: z.number().int().min(1), text: unattendedText() })
      .nullable()
      .default(null),
    message: messageChoiceInput.default({ type: "none" }),
    reasonId: id.nullable().default(null),
  })
  .refine(({ afterMinutes, warning }) => !warning || warning.minutesBefore < afterMinutes, {
    error: "The warning must come before the close, so this has to be less than afterMinutes.",
    path: ["warning", "minutesBefore"],
  })
  .superRefine(({ message }, context) => {
    const fault = message.type === "text" ? missingStandIn(message.text) : undefined;
    if (fault) context.addIssue({ code: "custom", message: fault, path: ["message", "text"] });
  });

/** Nobody looks at it before it goes out, so it must be whole for whoever gets it. */
function unattendedText() {
  return customerText.superRefine((text, context) => {
    const message = templateFault(text) ?? missingStandIn(text);
    if (message) context.addIssue({ code: "custom", message });
  });
}

/** What a supervisor may change as well as an admin. */
const rules = {
  requireReason: z.boolean().optional(),
  undoMs: z.number().int().min(0).max(10_000).optional(),
  closeOthers: z.boolean().optional(),
  defaultMessage: messageChoiceInput.nullable().optional(),
  autoClose: autoCloseInput.nullable().optional(),
};

export const projectChange = z.strictObject({
  name: name.optional(),
  /** Only as long as the project has no conversations. */
  jelouProjectId: jelouProjectId.optional(),
  gatewayUrl: address.optional(),
  messagesUrl: address.optional(),
  signatureMode: z.enum(["raw", "json"]).optional(),
  closesPaused: z.boolean().optional(),
  archived: z.boolean().optional(),
  ...rules,
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

/** Longest for which what was in force before is accepted beside a new secret. */
const mostOverlapMs = 7 * 24 * 60 * 60_000;

export const webhookAuth = z
  .strictObject({
    signingSecret: secret.optional(),
    header: extraHeader.nullable().optional(),
    overlapMs: z.number().int().min(0).max(mostOverlapMs).default(0),
    /** What still counts from an earlier change ends now: alone, or so that there is room for a new secret. */
    endOverlap: z.boolean().optional(),
  })
  .refine(
    ({ signingSecret, header, overlapMs, endOverlap }) =>
      signingSecret !== undefined || (endOverlap && header === undefined && overlapMs === 0),
    { error: "Needed, unless the overlap is ended and nothing else.", path: ["signingSecret"] },
  );

export const newIntegration = z.strictObject({ authType: z.enum(authTypes).default("bearer") });

/** Without an authType only the address is told anew. */
export const integrationChange = z.strictObject({ authType: z.enum(authTypes).optional() });

export const isRule = (field: string) => field in rules;

/** Its variables are checked here, so that no customer ever finds a wrong one in his message. */
export function templateText() {
  return customerText.superRefine((text, context) => {
    const message = templateFault(text);
    if (message) context.addIssue({ code: "custom", message });
  });
}

function templateFault(text: string): string | undefined {
  const { unknown, unpaired } = findTemplateFaults(text);
  const known = templateVariables.map((name) => `{{${name}}}`).join(", ");
  if (unknown.length > 0) {
    const names = unknown.map((name) => `{{${name}}}`).join(", ");
    return `There is no ${names}. There are ${known}.`;
  }
  return unpaired ? `A {{ or }} is left over. Write a variable as one of ${known}.` : undefined;
}

/** What is wrong with a text that goes out with nobody looking at it. */
export const missingStandIn = (text: string): string | undefined =>
  lacksStandIn(text)
    ? "Not every customer's name is known. Give a stand-in: {{contact.name|…}}."
    : undefined;

const texts = z
  .partialRecord(z.enum(templateLanguages), templateText())
  .refine((all) => Object.keys(all).length > 0, "Give the text in one language at least.");

export const newTemplate = z.strictObject({ name, texts });
export type NewTemplate = z.output<typeof newTemplate>;
export const templateChange = newTemplate.partial();
export type TemplateChange = z.output<typeof templateChange>;

const jelouTarget = z
  .union([z.string().trim().min(1).max(200), z.number().int()])
  .nullable()
  .optional();

export const newRoute = z.strictObject({ name, skillId: jelouTarget, targetId: jelouTarget });
export type NewRoute = z.output<typeof newRoute>;
export const routeChange = newRoute.partial();
export type RouteChange = z.output<typeof routeChange>;

const reasonFields = z.strictObject({
  name,
  /** Its place in the list, from 0; left out, a new one comes last. */
  order: z.number().int().min(0).max(1_000).optional(),
  active: z.boolean().optional(),
  templateId: id.nullable().optional(),
  routeId: id.nullable().optional(),
});
const oneDefault = {
  error: "A reason has a template or a route as its default, not both.",
  path: ["routeId"],
};

export const newReason = reasonFields.refine(
  ({ templateId, routeId }) => !templateId || !routeId,
  oneDefault,
);
export type NewReason = z.output<typeof newReason>;
export const reasonChange = reasonFields
  .partial()
  .refine(({ templateId, routeId }) => !templateId || !routeId, oneDefault);
export type ReasonChange = z.output<typeof reasonChange>;

/** What may stand in a header as it is. */
function headerSafe() {
  return secret.regex(/^[\x21-\x7E]+$/, "This holds a character that a header can't carry.");
}
