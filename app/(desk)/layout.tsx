import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { DeskShell } from "@/components/shell/desk-shell";
import { sessionOf } from "@/lib/auth/gate";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const session = await sessionOf(await headers());
  if (!session) redirect("/login");
  return <DeskShell account={session.user}>{children}</DeskShell>;
}
