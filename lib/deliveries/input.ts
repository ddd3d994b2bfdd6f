import * as z from "zod";
import { verdicts } from "./schema";

const time = z.coerce.number().int().min(0);

export const deliveryFilter = z.object({
  project: z.string().max(100).optional(),
  verdict: z.enum(verdicts).optional(),
  kind: z.string().max(80).optional(),
  /** Jelou's id of a conversation, a contact or a message, whole. */
  q: z.string().trim().max(256).optional(),
  from: time.optional(),
  to: time.optional(),
});
export type DeliveryFilter = z.output<typeof deliveryFilter>;

export const deliveryParams = deliveryFilter.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type DeliveryParams = z.output<typeof deliveryParams>;
