"use client";

import { usePathname, useRouter } from "next/navigation";

/** Which conversation the address names. */
export function useSelectedId(): string | undefined {
  return usePathname().match(/^\/conversations\/([^/]+)/)?.[1];
}

/** Changes the address without asking the server for a page: all of them are on it. */
export function openConversation(id: string | undefined) {
  window.history.pushState(null, "", id === undefined ? "/conversations" : `/conversations/${id}`);
}

/** Opens a conversation from whatever screen one is on. */
export function useGoTo() {
  const router = useRouter();
  return (id: string) => {
    if (window.location.pathname.startsWith("/conversations")) openConversation(id);
    else router.push(`/conversations/${id}`);
  };
}
