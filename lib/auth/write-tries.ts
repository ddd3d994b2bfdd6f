import { createHmac } from "node:crypto";
import type { Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { once } from "@/lib/once";
import { type Curve, countOn, delayOf, longestWaitMs } from "./delay-of";

/** What tries are counted by. */
export type Meter = { key: string; curve: Curve };

/** A time that is further ahead is of a clock that has been set back since. */
const clocksDifferMs = 4_000;
const day = 86_400_000;
const knownForMs = 90 * day;
/** Of one try with a made-up address nothing is left after that. */
const singleKeptMs = 3_600_000;
const mostRows = 100_000;
const sweepEveryMs = 600_000;

/** So that what somebody typed, a password in the wrong field say, isn't in the database. */
export const meterKey = (kind: string, what: string) =>
  createHmac("sha256", env().nextAuthSecret).update(`${kind}:${what}`).digest("base64url");

/** Tests hurry. */
export const pace = () => once("sign-in-pace", () => ({ factor: 1, sweptAt: 0 }));

/**
 * Counts a try on each meter before anything is known of it; two at once see one another. @returns how long it waits
 * @throws AppError too_many_requests, with nothing counted, when so many of a meter wait that its turn would come too late
 */
export async function countTry(meters: Meter[], at?: number): Promise<number> {
  return write(async (tx) => {
    // Not before: whoever comes later to the one writer must not have the earlier time.
    const now = at ?? Date.now();
    let wait = 0;
    for (const meter of meters) wait = Math.max(wait, await countOnMeter(tx, meter, now));
    await sweepSometimes(tx, now);
    return wait;
  });
}

async function countOnMeter(tx: Tx, { key, curve }: Meter, now: number) {
  const { factor } = pace();
  const row = await tx
    .selectFrom("sign_in_failures")
    .selectAll()
    .where("key", "=", key)
    .executeTakeFirst();
  const count = row ? countOn(curve, row.count, now - row.last_at) : 1;
  if (curve.most && count > curve.most)
    throw comeAgain(curve.halfLifeMs * Math.log2((count - 1) / (curve.most - 1)));
  const queue = row && curve.queues && row.last_at <= now + clocksDifferMs ? row.free_at : now;
  const free_at = Math.round(Math.max(now, queue) + delayOf(curve, count) * factor);
  const tooLate = free_at - now - longestWaitMs * factor;
  // Whoever has nobody before him is never refused.
  if (queue > now && tooLate > 0) throw comeAgain(tooLate);
  await tx
    .insertInto("sign_in_failures")
    .values({ key, count, last_at: now, free_at })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ count, last_at: now, free_at }))
    .execute();
  return free_at - now;
}

const comeAgain = (afterMs: number) =>
  new AppError("too_many_requests", "Too many tries wait for this account. Try again later.", {
    retryAfterS: Math.ceil(afterMs / 1_000),
  });

/** A try proved right: `forgotten` begin anew, and `shared` is only without this one. */
export async function settleTry(forgotten: string[], shared: string[]) {
  await write(async (tx) => {
    await tx.deleteFrom("sign_in_failures").where("key", "in", forgotten).execute();
    await tx
      .updateTable("sign_in_failures")
      .set((eb) => ({ count: eb("count", "-", 1) }))
      .where("key", "in", [...shared, ""])
      .where("count", ">=", 1)
      .execute();
  });
}

/** Whether this user has signed in from there before. */
export async function knowsNetwork(email: string, network: string) {
  const row = await db()
    .selectFrom("sign_in_networks")
    .innerJoin("users", "users.id", "sign_in_networks.user_id")
    .select("users.id")
    .where("users.email", "=", email)
    .where("network", "=", meterKey("network", network))
    .executeTakeFirst();
  return row !== undefined;
}

export async function rememberNetwork(tx: Tx, userId: string, network: string, now = Date.now()) {
  await tx
    .insertInto("sign_in_networks")
    .values({ user_id: userId, network: meterKey("network", network), last_at: now })
    .onConflict((conflict) =>
      conflict.columns(["user_id", "network"]).doUpdateSet({ last_at: now }),
    )
    .execute();
}

async function sweepSometimes(tx: Tx, now: number) {
  if (now - pace().sweptAt < sweepEveryMs) return;
  pace().sweptAt = now;
  await sweepTries(tx, now);
}

/** Drops what has faded. However many addresses somebody makes up, the table stays small. */
export async function sweepTries(tx: Tx, now: number, most = mostRows) {
  await tx
    .deleteFrom("sign_in_failures")
    .where((eb) =>
      eb.or([
        eb("last_at", "<", now - day),
        eb("last_at", "<", now - singleKeptMs).and("count", "<", 2),
      ]),
    )
    .execute();
  const newest = tx.selectFrom("sign_in_failures").select("last_at").orderBy("last_at", "desc");
  const last = await newest.offset(most).limit(1).executeTakeFirst();
  if (last) await tx.deleteFrom("sign_in_failures").where("last_at", "<=", last.last_at).execute();
  await tx
    .deleteFrom("sign_in_networks")
    .where("last_at", "<", now - knownForMs)
    .execute();
}
