import type { Tx } from "@/lib/db/open";
import { recordAudit } from "./write";

/** What whoever runs the desk does by its scripts, with nobody signed in. */
export const recordUpkeep = (
  tx: Tx,
  action: "keys.changed" | "data.restored",
  detail: Record<string, unknown>,
) => recordAudit(tx, { action, actorId: null, detail });
