"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useClosing } from "@/components/closing/closing-provider";
import { bulkItemsQuery } from "@/lib/bulk-closes/query";
import type { BulkSummary } from "@/lib/bulk-closes/schema";
import type { ListFilter } from "@/lib/conversations/apply-change";
import { matchingQuery } from "@/lib/conversations/query";
import { findKnown } from "./find-known";
import { toMatchParams } from "./to-match-params";
import { useTicks } from "./use-ticks";

/** The ticked rows of a list and what is done with them. */
export function useBulkClose(filter: ListFilter) {
  const ticks = useTicks(JSON.stringify(filter));
  const queries = useQueryClient();
  const { openBulk } = useClosing();
  return {
    ticks,
    /** Opens the dialog for what is ticked. */
    closeTicked: () => {
      const params = toMatchParams(filter);
      const ids = [...ticks.ids];
      const target = ticks.all
        ? {
            count: queries.getQueryData(matchingQuery(params).queryKey) ?? 0,
            projectId: filter.project,
            choice: { filter: params },
          }
        : {
            count: ids.length,
            projectId: filter.project ?? projectOf(queries, ids),
            choice: { ids },
          };
      openBulk(target, ticks.clear);
    },
    /** What failed stays ticked. */
    tickFailed: (job: BulkSummary) =>
      void queries
        .fetchInfiniteQuery(bulkItemsQuery(job.id, "failed"))
        .then(({ pages }) =>
          ticks.add(pages.flatMap((page) => page.items.map((item) => item.conversationId))),
        )
        // The report has them too.
        .catch(() => {}),
  };
}

/** The project that all of these are of, if it is one. */
function projectOf(queries: QueryClient, ids: string[]) {
  const projects = new Set(ids.map((id) => findKnown(queries, id)?.projectId));
  return projects.size === 1 ? [...projects][0] : undefined;
}
