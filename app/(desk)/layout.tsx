import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { DeskShell } from "@/components/shell/desk-shell";
import { sessionOf } from "@/lib/auth/gate";
import { isNearlyFull } from "@/lib/disk-space";
import { getAccount } from "@/lib/users/read";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const session = await sessionOf(await headers());
  if (!session) redirect("/login");
  return (
    <DeskShell account={await getAccount(session)} diskNearlyFull={isNearlyFull()}>
      {children}
    </DeskShell>
  );
}
