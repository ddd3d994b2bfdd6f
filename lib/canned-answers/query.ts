import { queryOptions } from "@tanstack/react-query";
import { requestJson, withQuery } from "@/lib/http/request-json";
import { projectKeys } from "@/lib/projects/query";
import { cannedAnswerList } from "./schema";

/** Under the projects' keys, so that what the stream says of a project is fetched. */
export const answerKeys = { all: [...projectKeys.all, "canned-answers"] as const };

/** One's own changes on another device come without a word. */
const staleMs = 60_000;

/**
 * The project's and one's own; without a project one's own. Enable it while they are wanted only: with every close of
 * the project it would be fetched again.
 */
export const cannedAnswersQuery = (projectId?: string) =>
  queryOptions({
    queryKey: [...answerKeys.all, projectId ?? null],
    queryFn: async ({ signal }) => {
      const path = withQuery("/api/canned-answers", { project: projectId });
      return (await requestJson(path, cannedAnswerList, { signal })).items;
    },
    staleTime: staleMs,
  });
