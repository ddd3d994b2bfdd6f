import { join } from "node:path";
import Sqlite from "better-sqlite3";
import type { Desk } from "./e2e-desk.ts";

/** The data of a running desk, changed from outside: what else only time, or what is yet to come, would bring about. */
export function openDatabase({ dataDir }: Desk) {
  /** How many rows it changed. */
  function run(sql: string, ...values: (string | number)[]) {
    const database = new Sqlite(join(dataDir, "mostrador.db"), { timeout: 5_000 });
    try {
      return database.prepare(sql).run(...values).changes;
    } finally {
      database.close();
    }
  }

  function change(sql: string, ...values: (string | number)[]) {
    if (run(sql, ...values) !== 1) throw new Error(`This changed nothing: ${sql}`);
  }

  return {
    /** Makes the next attempt of a close due this long from now, whatever it was. */
    moveAttempt: (closeId: string, inMs: number) => {
      const at = Date.now() + inMs;
      change(
        "update closes set due_at = ?, next_attempt_at = ? where id = ? and next_attempt_at is not null",
        at,
        at,
        closeId,
      );
    },
    /** As if it had been settled so long before. */
    makeOlder: (closeId: string, ms: number) =>
      change("update closes set settled_at = settled_at - ? where id = ?", ms, closeId),
    /** The call that is under way is taken for another desk's, so its end settles nothing. False while there is none. */
    holdCall: (closeId: string) =>
      run(
        "update closes set sent_at = sent_at - 1, lease_until = lease_until + 600000 where id = ? and state = 'sending'",
        closeId,
      ) === 1,
    assign: (conversationId: string, userId: string) =>
      change("update conversations set assignee_id = ? where id = ?", userId, conversationId),
  };
}
