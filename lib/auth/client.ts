"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import { recoveryCodeList, type SecondFactorStart, secondFactorStart } from "./account-schema";
import { signInKeys } from "./query";

const factorPath = "/api/account/second-factor";

/** Asks for a secret to put into an authenticator. */
export const useBeginSecondFactor = () =>
  useMutation<SecondFactorStart, RequestError, void>({
    mutationFn: () => requestJson(factorPath, secondFactorStart, { method: "POST" }),
  });

/** Gives a code, and gets the codes to recover with: to switch the second factor on, or in place of the old ones. */
export function useGetRecoveryCodes(purpose: "on" | "renew") {
  const queries = useQueryClient();
  return useMutation<string[], RequestError, { code: string; password?: string }>({
    mutationFn: async (body) => {
      const { recoveryCodes } = await (purpose === "on"
        ? requestJson(factorPath, recoveryCodeList, { method: "PUT", body })
        : requestJson("/api/account/recovery-codes", recoveryCodeList, { method: "POST", body }));
      return recoveryCodes;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: signInKeys.secondFactor }),
  });
}

export function useEndSecondFactor() {
  const queries = useQueryClient();
  return useMutation<void, RequestError, { password: string } | { code: string }>({
    mutationFn: (body) => requestJson(factorPath, z.void(), { method: "DELETE", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: signInKeys.secondFactor }),
  });
}

/** Ends the session with this id; without one, all but this one. */
export function useEndSessions() {
  const queries = useQueryClient();
  return useMutation<void, RequestError, string | undefined>({
    mutationFn: (id) => {
      const path = "/api/account/sessions";
      return requestJson(id === undefined ? path : `${path}/${id}`, z.void(), { method: "DELETE" });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: signInKeys.sessions }),
  });
}
