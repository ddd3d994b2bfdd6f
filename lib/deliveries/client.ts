"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import { deliveryKeys, deliveryQuery } from "./query";
import { replayed } from "./schema";

/** Also what was refused is read anew: somebody else may have replayed it. */
export function useReplay(id: string) {
  const queries = useQueryClient();
  return useMutation<unknown, RequestError, void>({
    mutationFn: async () => {
      const path = `/api/deliveries/${encodeURIComponent(id)}/replay`;
      const { delivery } = await requestJson(path, replayed, { method: "POST" });
      queries.setQueryData(deliveryQuery(id).queryKey, delivery);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: deliveryKeys.all }),
  });
}
