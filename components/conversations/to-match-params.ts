import type { ListFilter } from "@/lib/conversations/apply-change";
import type { MatchParams } from "@/lib/conversations/input";

/** The filter of a list as the API takes it where order and page don't matter. */
export const toMatchParams = ({ status, project, assignee, q }: ListFilter): MatchParams => ({
  ...(status ? { status } : {}),
  ...(project ? { project } : {}),
  ...(assignee ? { assignee } : {}),
  ...(q ? { q } : {}),
});
