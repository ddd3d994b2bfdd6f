"use client";

import { useMutation } from "@tanstack/react-query";
import type { RequestError } from "@/lib/http/request-json";

/** Does what has to come before, if there is anything, and goes on when that is done. */
export function useFirst(before: (() => Promise<unknown>) | undefined) {
  const { mutate, isPending, error } = useMutation<unknown, RequestError>({
    networkMode: "always",
    mutationFn: async () => before?.(),
  });
  const run = (goOn: () => void) => (before ? mutate(undefined, { onSuccess: goOn }) : goOn());
  return { run, isPending, error };
}
