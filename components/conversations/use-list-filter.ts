"use client";

import { useLayoutEffect, useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import type { ListFilter } from "@/lib/conversations/apply-change";
import { recallAssignee, rememberAssignee } from "./remember-assignee";

export const firstFilter: ListFilter = {
  status: undefined,
  project: undefined,
  assignee: undefined,
  q: undefined,
  sort: "activity",
};

/** What the list shows; whose conversations one looks at is remembered for the next time. */
export function useListFilter(): [filter: ListFilter, setFilter: (next: ListFilter) => void] {
  const { id } = useAccount();
  const [filter, setFilter] = useState(firstFilter);
  // The server doesn't know what this browser remembers.
  useLayoutEffect(() => {
    const assignee = recallAssignee(id);
    if (assignee !== undefined) setFilter((known) => ({ ...known, assignee }));
  }, [id]);
  const change = (next: ListFilter) => {
    if (next.assignee !== filter.assignee) rememberAssignee(id, next.assignee);
    setFilter(next);
  };
  return [filter, change];
}
