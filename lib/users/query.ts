import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/lib/http/request-json";
import { userList } from "./schema";

export const userKeys = { all: ["users"] as const };

export const usersQuery = () =>
  queryOptions({
    queryKey: userKeys.all,
    queryFn: async ({ signal }) => (await requestJson("/api/users", userList, { signal })).items,
  });
