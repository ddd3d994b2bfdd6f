import * as z from "zod/mini";
import type { Outgoing, Unposted } from "./client";
import { forgetLocally, keepLocally, listLocally, recallLocally } from "./keep-locally";

const shared = {
  conversationId: z.string(),
  clientId: z.string(),
  author: z.object({ id: z.string(), name: z.string() }),
  content: z.record(z.string(), z.unknown()),
};

const outgoing = z.discriminatedUnion("kind", [
  z.object({
    ...shared,
    kind: z.literal("message"),
    type: z.string(),
    body: z.discriminatedUnion("type", [
      z.object({ type: z.literal("text"), text: z.string() }),
      z.object({
        type: z.literal("media"),
        uploadId: z.string(),
        caption: z.optional(z.string()),
      }),
    ]),
  }),
  z.object({
    ...shared,
    kind: z.literal("note"),
    body: z.object({ text: z.string(), mentions: z.array(z.string()) }),
  }),
]);

const unposted = z.object({
  outgoing,
  at: z.int(),
  error: z.nullable(z.object({ code: z.string(), message: z.string() })),
});

const pathOf = ({ author, conversationId, clientId }: Outgoing) => [
  author.id,
  "unposted",
  conversationId,
  clientId,
];

/** Each by itself, so that two tabs don't write over one another. */
export const keepUnposted = (each: Unposted) => keepLocally(pathOf(each.outgoing), each);

export const dropUnposted = (each: Outgoing) => forgetLocally(pathOf(each));

/** What the desk hadn't taken when the page was left, oldest first. */
export const recallUnposted = (userId: string, conversationId: string): Unposted[] =>
  listLocally([userId, "unposted", conversationId])
    .flatMap((rest) => {
      const known = unposted.safeParse(
        recallLocally([userId, "unposted", conversationId, ...rest]),
      ).data;
      return known ? [known as Unposted] : [];
    })
    .toSorted((a, b) => a.at - b.at);
