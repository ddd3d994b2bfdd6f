import { recordAudit } from "@/lib/audit/write";
import { db, write } from "@/lib/db/store";
import { once } from "@/lib/once";
import { currentNetwork } from "./slow-tries";
import { meterKey } from "./write-tries";

const hourMs = 3_600_000;
/** Beyond so many different ones an hour only some are counted. */
const mostPairs = 10_000;

const tally = () =>
  once("refused-sign-ins", () => ({ hour: 0, all: 0, pairs: new Map<string, number>() }));

/**
 * Writes down a refused sign-in: of the same account and network the first three of an hour, then the 10th, 20th …
 * 100th, 200th …, each with its number, so that nobody fills the log from outside. Nothing of what was typed is kept.
 */
export async function recordRefused(email: string, reason: "password" | "code") {
  const times = countUp(meterKey("refused", `${email} ${currentNetwork()}`));
  const user = await db()
    .selectFrom("users")
    .select("id")
    .where("email", "=", email)
    .executeTakeFirst();
  if (!isNotable(times) || !isRoomFor()) return;
  await write((tx) =>
    recordAudit(tx, {
      action: "session.refused",
      actorId: null,
      result: "refused",
      ...(user ? { subject: { kind: "user", id: user.id } } : {}),
      detail: { reason, times, ...(user ? {} : { unknown: true }) },
    }),
  );
}

export const isNotable = (times: number) =>
  times <= 3 || (times < 100 ? times % 10 === 0 : times % 100 === 0);

/** A thousand an hour, then one in a hundred. */
function isRoomFor() {
  const kept = tally();
  kept.all += 1;
  return kept.all <= 1_000 || kept.all % 100 === 0;
}

function countUp(pair: string): number {
  const kept = tally();
  const hour = Math.floor(Date.now() / hourMs);
  if (kept.hour !== hour) {
    kept.hour = hour;
    kept.all = 0;
    kept.pairs.clear();
  }
  const times = (kept.pairs.get(pair) ?? 0) + 1;
  if (kept.pairs.size < mostPairs || times > 1) kept.pairs.set(pair, times);
  return times;
}
