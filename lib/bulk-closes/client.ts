"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import type { bulkInput } from "./input";
import { bulkKeys } from "./query";
import { type BulkClose, bulkClose } from "./schema";

export type BulkRequest = z.input<typeof bulkInput>;

export function useCreateBulkClose() {
  const queries = useQueryClient();
  return useMutation<BulkClose, RequestError, BulkRequest>({
    mutationFn: (body) => requestJson("/api/bulk-closes", bulkClose, { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}

/** Stops a job, or tries what failed of it again. */
export function useBulkStep(step: "stop" | "retry-failed") {
  const queries = useQueryClient();
  return useMutation<BulkClose, RequestError, string>({
    mutationFn: (id) =>
      requestJson(`/api/bulk-closes/${id}/${step}`, bulkClose, { method: "POST" }),
    onSettled: () => queries.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}
