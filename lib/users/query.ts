import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/lib/http/request-json";
import { account, colleagueList, userList } from "./schema";

export const userKeys = {
  all: ["users"] as const,
  list: ["users", "list"] as const,
  account: ["users", "account"] as const,
  people: ["users", "people"] as const,
};

export const usersQuery = () =>
  queryOptions({
    queryKey: userKeys.list,
    queryFn: async ({ signal }) => (await requestJson("/api/users", userList, { signal })).items,
  });

/** Who is signed in, and what he has chosen. */
export const accountQuery = () =>
  queryOptions({
    queryKey: userKeys.account,
    queryFn: ({ signal }) => requestJson("/api/account", account, { signal }),
  });

/** Who may work in a project, by name. */
export const peopleQuery = (projectId: string) =>
  queryOptions({
    queryKey: [...userKeys.people, projectId] as const,
    queryFn: async ({ signal }) =>
      (await requestJson(`/api/projects/${projectId}/people`, colleagueList, { signal })).items,
  });
