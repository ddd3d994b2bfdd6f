import * as z from "zod/mini";

/** "duplicate" as a filter: what has come more than once. */
export const verdicts = ["stored", "duplicate", "quarantined", "refused"] as const;

export const refusalReasons = [
  "signature",
  "unsigned",
  "header",
  "too_large",
  "broken_off",
  "unknown_project",
  "archived",
  "no_secret",
] as const;

const person = z.object({ id: z.string(), name: z.string() });
const text = z.nullable(z.string());

/** A post that was proven to be Jelou's. A repeat has no row of its own: `repeats` counts it. */
const taken = {
  id: z.string(),
  verdict: z.enum(["stored", "duplicate", "quarantined"]),
  at: z.number(),
  projectId: z.string(),
  /** start, message or close; of one that couldn't be read what it calls itself. */
  kind: text,
  /** Why it was put aside. */
  reason: text,
  jelouConversationId: text,
  contactId: text,
  jelouMessageId: text,
  /** What it changed here. */
  conversation: z.nullable(
    z.object({ id: z.string(), contact: z.object({ id: z.string(), name: text }) }),
  ),
  repeats: z.int(),
  repeatedAt: z.nullable(z.number()),
  replayedAt: z.nullable(z.number()),
  replayedBy: z.nullable(person),
};

/** Posts that weren't taken, of one hour and one reason; `at` is the last one's time. */
const refused = {
  id: z.string(),
  verdict: z.literal("refused"),
  at: z.number(),
  /** Null where no project here has the id. */
  projectId: text,
  /** As the address had it; "*" for those beyond the first few of an hour. */
  jelouProjectId: z.string(),
  reason: z.enum(refusalReasons),
  count: z.int(),
};

export const delivery = z.discriminatedUnion("verdict", [z.object(taken), z.object(refused)]);
export type Delivery = z.infer<typeof delivery>;
export type TakenDelivery = Exclude<Delivery, { verdict: "refused" }>;
export type RefusedDeliveries = Extract<Delivery, { verdict: "refused" }>;

export const deliveryPage = z.object({
  items: z.array(delivery),
  nextCursor: z.nullable(z.string()),
});
export type DeliveryPage = z.infer<typeof deliveryPage>;

const headers = z.record(z.string(), z.string());
/** Bytes that are no text are in base64. */
const body = { body: z.string(), encoding: z.enum(["utf8", "base64"]) };

export const refusalSample = z.object({ at: z.number(), address: text, headers, ...body });

/** Headers and body are null once they were too old, or erased with a customer's data. */
const takenWhole = z.object({
  ...taken,
  headers: z.nullable(headers),
  body: z.nullable(z.object({ text: z.string(), encoding: body.encoding })),
  /** Why one that was put aside can't be replayed, whatever is mended. */
  obstacle: z.nullable(z.enum(["conflict", "no_body"])),
});
export type WholeDelivery = z.infer<typeof takenWhole>;

export const deliveryDetail = z.discriminatedUnion("verdict", [
  takenWhole,
  z.object({ ...refused, samples: z.array(refusalSample) }),
]);
export type DeliveryDetail = z.infer<typeof deliveryDetail>;

export const replayed = z.object({ delivery: takenWhole });

export const alarm = z.discriminatedUnion("kind", [
  /** `usual`: how many came at least, in so long a time, one and two weeks (or days) before. */
  z.object({
    kind: z.literal("silent"),
    projectId: z.string(),
    projectName: z.string(),
    since: z.number(),
    usual: z.int(),
  }),
  /** In the last hour; `proven`: whether events have been taken since. */
  z.object({
    kind: z.literal("signatures"),
    projectId: z.string(),
    projectName: z.string(),
    since: z.number(),
    count: z.int(),
    reason: z.enum(["signature", "unsigned", "header", "no_secret"]),
    proven: z.boolean(),
  }),
  /** The last closes, one after the other; `code` as in their lastError. */
  z.object({
    kind: z.literal("closes"),
    projectId: z.string(),
    projectName: z.string(),
    since: z.number(),
    count: z.int(),
    code: text,
  }),
]);
export type Alarm = z.infer<typeof alarm>;

export const alarmList = z.object({ items: z.array(alarm), nextCursor: z.null() });
