import { write } from "@/lib/db/store";
import { once } from "@/lib/once";
import type { AuditSubject } from "./schema";
import { recordAudit } from "./write";

const hour = 3_600_000;
/** Beyond so many the hour's new ones go unrecorded: the log isn't to be filled from outside. */
const mostKept = 5_000;

type Refused = { userId: string; method: string; path: string; params: unknown; reason?: unknown };

const tally = () => once("refusals", () => ({ hour: 0, counts: new Map<string, number>() }));

/**
 * Writes down that somebody tried what he may not: of the same by the same user the first, the tenth, the hundredth …
 * of an hour, so that one sees how often it was without a row for each.
 */
export async function recordRefusal(refused: Refused) {
  const route = routeOf(refused);
  const times = countUp(`${refused.userId} ${refused.method} ${route}`);
  if (!/^10*$/.test(String(times))) return;
  const [, , area = ""] = route.split("/");
  const { id } = (refused.params ?? {}) as { id?: string };
  const kind = kinds[area];
  const known = kind && id !== undefined && /^[\w-]{1,100}$/.test(id);
  const detail = { method: refused.method, route, times, ...reasonOf(refused) };
  await write((tx) =>
    recordAudit(tx, {
      action: "access.refused",
      actorId: refused.userId,
      result: "refused",
      ...(known ? { subject: { kind, id } } : {}),
      projectId: known && kind === "project" ? id : null,
      detail,
    }),
  );
}

const kinds: Record<string, AuditSubject | undefined> = {
  users: "user",
  projects: "project",
  conversations: "conversation",
  closes: "close",
  "bulk-closes": "bulk",
  deliveries: "delivery",
};

/** With the names of what varies in its place, which may be a customer's id. */
function routeOf({ path, params }: Refused) {
  const values = Object.entries((params ?? {}) as Record<string, string>);
  const nameOf = (part: string) => {
    const found = values.find(([, value]) => value === part || encodeURIComponent(value) === part);
    return found ? `{${found[0]}}` : /^[a-z.-]*$/.test(part) ? part : "{…}";
  };
  return path.split("/").map(nameOf).join("/");
}

const reasonOf = ({ reason }: Refused) => (typeof reason === "string" ? { reason } : {});

function countUp(key: string): number {
  const kept = tally();
  const now = Math.floor(Date.now() / hour);
  if (kept.hour !== now) {
    kept.hour = now;
    kept.counts.clear();
  }
  if (!kept.counts.has(key) && kept.counts.size >= mostKept) return 0;
  const times = (kept.counts.get(key) ?? 0) + 1;
  kept.counts.set(key, times);
  return times;
}
