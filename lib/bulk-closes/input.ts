import * as z from "zod";
import { closeFields, matchParams } from "@/lib/conversations/input";
import { mostMatches } from "@/lib/conversations/schema";

export const bulkInput = z
  .strictObject({
    ids: z.array(z.string().min(1).max(100)).min(1).max(mostMatches).optional(),
    filter: matchParams.optional(),
    ...closeFields,
  })
  .refine(({ ids, filter: given }) => (ids === undefined) !== (given === undefined), {
    error: "Give either ids or a filter.",
    path: ["ids"],
  });
export type BulkInput = z.output<typeof bulkInput>;

export const bulkParams = z.object({
  /** Only those that came to this. */
  result: z.enum(["succeeded", "failed", "skipped"]).optional(),
  cursor: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export type BulkParams = z.output<typeof bulkParams>;
