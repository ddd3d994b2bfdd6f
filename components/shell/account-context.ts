"use client";

import { createContext, use } from "react";
import { useSaveAccount } from "@/lib/users/client";
import type { Account, Preferences } from "@/lib/users/schema";

export const AccountContext = createContext<Account | null>(null);

/** Who is signed in; only inside the desk's shell. */
export function useAccount(): Account {
  const account = use(AccountContext);
  if (!account) throw new Error("useAccount outside of the desk's shell");
  return account;
}

/** What the signed-in agent has chosen, and how to choose otherwise: seen at once, in all his tabs. */
export function usePreferences() {
  const { preferences } = useAccount();
  const save = useSaveAccount();
  return {
    preferences,
    save: (change: Partial<Preferences>) => save.mutate({ preferences: change }),
    isSaved: save.isSuccess,
    error: save.error,
  };
}
