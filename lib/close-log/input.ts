import * as z from "zod";
import { logStates } from "./schema";

const time = z.coerce.number().int().min(0);
const id = z.string().max(100);

export const logFilter = z.object({
  project: id.optional(),
  /** Who asked for it; "desk" for those that the desk made by itself. */
  agent: id.optional(),
  /** Its id or its name as it was when chosen; "none" for closes without one. */
  reason: id.optional(),
  state: z.enum(logStates).optional(),
  from: time.optional(),
  to: time.optional(),
});
export type LogFilter = z.output<typeof logFilter>;

export const logParams = logFilter.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type LogParams = z.output<typeof logParams>;

export const summaryParams = logFilter.extend({
  /** Minutes that the viewer's clock is ahead of UTC: his days are counted. */
  offset: z.coerce.number().int().min(-840).max(840).default(0),
});
export type SummaryParams = z.output<typeof summaryParams>;
