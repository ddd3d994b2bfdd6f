import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Forbidden } from "@/components/shell/forbidden";
import { sessionOf } from "@/lib/auth/gate";
import type { Role } from "@/lib/auth/schema";

/** Around what stands on a page that not everybody may open; each page says for itself who may. */
export async function OnlyFor({ roles, children }: { roles: Role[]; children: ReactNode }) {
  const session = await sessionOf(await headers());
  const allowed = session !== null && roles.includes(session.user.role);
  return allowed ? children : <Forbidden supervisorsToo={roles.includes("supervisor")} />;
}
