"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import type { newUser, UserChange } from "./input";
import { userKeys } from "./query";
import { type User, user } from "./schema";

/** Makes a user, or changes the one with this id. */
export function useSaveUser(id: string | undefined) {
  const queries = useQueryClient();
  return useMutation<User, RequestError, z.input<typeof newUser> | UserChange>({
    mutationFn: (body) =>
      id === undefined
        ? requestJson("/api/users", user, { method: "POST", body })
        : requestJson(`/api/users/${id}`, user, { method: "PATCH", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: userKeys.all }),
  });
}
