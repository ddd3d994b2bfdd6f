"use client";

import { createContext, use } from "react";
import type { Account } from "@/lib/users/schema";

export const AccountContext = createContext<Account | null>(null);

/** Who is signed in; only inside the desk's shell. */
export function useAccount(): Account {
  const account = use(AccountContext);
  if (!account) throw new Error("useAccount outside of the desk's shell");
  return account;
}
