import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Forbidden } from "@/components/shell/forbidden";
import { sessionOf } from "@/lib/auth/gate";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const session = await sessionOf(await headers());
  return session?.user.role === "admin" ? children : <Forbidden />;
}
