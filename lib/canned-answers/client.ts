"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import type { AnswerChange, NewAnswer } from "./input";
import { answerKeys } from "./query";
import { type CannedAnswer, cannedAnswer } from "./schema";

/** A change of the answers, after which they are read anew. */
function useAnswerMutation<Answer, Input>(mutationFn: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation<Answer, RequestError, Input>({
    mutationFn,
    onSuccess: () => queries.invalidateQueries({ queryKey: answerKeys.all }),
  });
}

/** Without an id a new one. */
export const useSaveAnswer = (id?: string) =>
  useAnswerMutation<CannedAnswer, NewAnswer | AnswerChange>((body) =>
    id === undefined
      ? requestJson("/api/canned-answers", cannedAnswer, { method: "POST", body })
      : requestJson(`/api/canned-answers/${id}`, cannedAnswer, { method: "PATCH", body }),
  );

/** One that somebody else has deleted meanwhile is gone all the same. */
export const useDeleteAnswer = () =>
  useAnswerMutation<unknown, string>((id) =>
    requestJson(`/api/canned-answers/${id}`, z.void(), { method: "DELETE" }).catch(
      (error: RequestError) => {
        if (error.code !== "not_found") throw error;
      },
    ),
  );

/** Counts one use, here at once; that it couldn't be counted is nobody's trouble. */
export function useCountUse() {
  const queries = useQueryClient();
  return useMutation<unknown, RequestError, string>({
    mutationFn: (id) => requestJson(`/api/canned-answers/${id}/used`, z.void(), { method: "POST" }),
    onMutate: (id) =>
      queries.setQueriesData<CannedAnswer[]>({ queryKey: answerKeys.all }, (answers) =>
        answers?.map((each) =>
          each.id === id ? { ...each, usageCount: each.usageCount + 1 } : each,
        ),
      ),
  });
}
