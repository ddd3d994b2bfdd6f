import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/lib/http/request-json";
import { ownSessionList, secondFactor } from "./account-schema";

/** Under the key of users: what changes of somebody's sign-in is told as a change of the user. */
export const signInKeys = {
  sessions: ["users", "own-sessions"] as const,
  secondFactor: ["users", "second-factor"] as const,
};

export const ownSessionsQuery = () =>
  queryOptions({
    queryKey: signInKeys.sessions,
    queryFn: async ({ signal }) =>
      (await requestJson("/api/account/sessions", ownSessionList, { signal })).items,
  });

export const secondFactorQuery = () =>
  queryOptions({
    queryKey: signInKeys.secondFactor,
    queryFn: ({ signal }) => requestJson("/api/account/second-factor", secondFactor, { signal }),
  });
