"use client";

import { useMutation, useMutationState, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import * as mini from "zod/mini";
import type { Locale, Theme } from "@/lib/auth/schema";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import type { newUser, UserChange } from "./input";
import { accountQuery, userKeys } from "./query";
import { type Account, type Preferences, type User, type UserLink, user, userLink } from "./schema";

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

/** The link is in the answer alone, and shown once. */
export function useMakeLink(id: string) {
  const queries = useQueryClient();
  return useMutation<UserLink, RequestError, void>({
    mutationFn: () => requestJson(`/api/users/${id}/link`, userLink, { method: "POST" }),
    gcTime: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: userKeys.all }),
  });
}

/** Ends the connection with the OpenID provider. */
export function useDisconnect() {
  const queries = useQueryClient();
  return useMutation<void, RequestError, void>({
    mutationFn: () => requestJson("/api/account/identity", mini.void(), { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: userKeys.account }),
  });
}

type AccountChange = { locale?: Locale; theme?: Theme; preferences?: Partial<Preferences> };

const saveKey = [...userKeys.account, "save"];

/** Who is signed in as the page came with it, then as it changes here, in other tabs and on other devices. */
export function useLiveAccount(initialData: Account): Account {
  const { data } = useQuery({ ...accountQuery(), initialData });
  const unsaved = useMutationState({
    filters: { mutationKey: saveKey, status: "pending" },
    select: ({ state }) => state.variables as AccountChange,
  });
  return unsaved.reduce(applyChange, data);
}

/** One save after the other; what is on its way shows already. */
export function useSaveAccount() {
  const queries = useQueryClient();
  return useMutation<void, RequestError, AccountChange>({
    mutationKey: saveKey,
    scope: { id: "account" },
    mutationFn: (body) => requestJson("/api/account", mini.void(), { method: "PATCH", body }),
    onSuccess: (_nothing, change) =>
      queries.setQueryData<Account>(
        userKeys.account,
        (known) => known && applyChange(known, change),
      ),
  });
}

const applyChange = (account: Account, { preferences, ...change }: AccountChange): Account => ({
  ...account,
  ...change,
  preferences: { ...account.preferences, ...preferences },
});
