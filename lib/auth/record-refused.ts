import { recordAudit } from "@/lib/audit/write";
import { db, write } from "@/lib/db/store";
import { log } from "@/lib/log";
import { once } from "@/lib/once";
import { currentNetwork } from "./slow-tries";

const hourMs = 3_600_000;
/** So many of one user an hour, then one in a hundred: he may be tried from any number of networks. */
const mostOfOne = 200;
/** Beyond so many different ones an hour only some are counted. */
const mostPairs = 10_000;

/**
 * Writes down a refused sign-in: of the same account and network the first three of an hour, then the 10th, 20th …
 * 100th, 200th …, each with its number, so that nobody fills the log from outside; accounts that don't exist count as one.
 * Nothing of what was typed is kept. Nobody waits for it: an answer's delay doesn't tell who has an account.
 */
export function recordRefused(email: string, reason: "password" | "code") {
  void record(email, reason).catch((error: unknown) =>
    log().error({ err: error }, "A refused sign-in could not be written down"),
  );
}

async function record(email: string, reason: "password" | "code") {
  const user = await db()
    .selectFrom("users")
    .select("id")
    .where("email", "=", email)
    .executeTakeFirst();
  const times = countRefusal(user?.id ?? "unknown", user ? currentNetwork() : "");
  if (times === null) return;
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

/** @returns how often it has happened in this hour, or null where that isn't worth writing down */
export function countRefusal(who: string, how: string): number | null {
  const { pairs, written } = tallyOfHour();
  const pair = `${who} ${how}`;
  const times = (pairs.get(pair) ?? 0) + 1;
  if (pairs.size < mostPairs || times > 1) pairs.set(pair, times);
  if (!isNotable(times)) return null;
  const ofOne = (written.get(who) ?? 0) + 1;
  written.set(who, ofOne);
  return ofOne <= mostOfOne || ofOne % 100 === 0 ? times : null;
}

export const isNotable = (times: number) =>
  times <= 3 || (times < 100 ? times % 10 === 0 : times % 100 === 0);

function tallyOfHour() {
  const tally = once("refused-sign-ins", () => ({
    hour: 0,
    pairs: new Map<string, number>(),
    written: new Map<string, number>(),
  }));
  const hour = Math.floor(Date.now() / hourMs);
  if (tally.hour !== hour) {
    tally.hour = hour;
    tally.pairs.clear();
    tally.written.clear();
  }
  return tally;
}
