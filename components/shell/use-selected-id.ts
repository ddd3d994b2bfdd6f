"use client";

import { usePathname } from "next/navigation";

/** Which conversation the address names. */
export function useSelectedId(): string | undefined {
  return usePathname().match(/^\/conversations\/([^/]+)/)?.[1];
}

/** Changes the address without asking the server for a page: all of them are on it. */
export function openConversation(id: string | undefined) {
  window.history.pushState(null, "", id === undefined ? "/conversations" : `/conversations/${id}`);
}
