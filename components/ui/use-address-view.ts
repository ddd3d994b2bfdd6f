"use client";

import { useSearchParams } from "next/navigation";
import * as z from "zod/mini";

/** What the address doesn't say, or says wrongly, is left out. */
export const ifRight = <T extends z.ZodMiniType>(schema: T) =>
  z.catch(z.optional(schema), undefined);

/** What a page is narrowed to, as its address has it, and the way to write it there. */
export function useAddressView<T extends z.ZodMiniType<Record<string, unknown>>>(
  schema: T,
  path: string,
) {
  const view = schema.parse(Object.fromEntries(useSearchParams())) as z.output<T>;
  const show = (next: z.output<T>) => {
    const pairs = Object.entries(next).filter(([, value]) => value);
    const query = new URLSearchParams(pairs as [string, string][]).toString();
    window.history.replaceState(null, "", query ? `${path}?${query}` : path);
  };
  return { view, show, change: (some: z.output<T>) => show({ ...view, ...some }) };
}
