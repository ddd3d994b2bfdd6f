import * as z from "zod/mini";

const present = z.object({
  user: z.object({ id: z.string(), name: z.string() }),
  state: z.enum(["viewing", "typing"]),
  expiresAt: z.int(),
});
export type Present = z.infer<typeof present>;

export const presentList = z.object({ items: z.array(present), nextCursor: z.null() });

/** What a frame of the live stream says when somebody comes, goes, or begins or stops to type. */
export const presenceChange = z.object({
  kind: z.literal("presence"),
  conversationId: z.string(),
  people: z.array(present),
});
export type PresenceChange = z.infer<typeof presenceChange>;

export const presenceStates = ["viewing", "typing", "gone"] as const;
export type PresenceState = (typeof presenceStates)[number];

/** How long a lease lasts that nobody renews, and how often it is renewed. */
export const leaseMs = 15_000;
export const renewMs = 10_000;
