import { signalCloser } from "@/lib/conversations/outbox-signal";
import { db } from "@/lib/db/store";

/** Makes the next attempt of a close due now, as if its pause were over. */
export async function hurry(closeId: string | undefined) {
  const { numUpdatedRows } = await db()
    .updateTable("closes")
    .set({ next_attempt_at: Date.now() - 1 })
    .where("id", "=", closeId ?? "")
    .where("next_attempt_at", "is not", null)
    .executeTakeFirst();
  if (Number(numUpdatedRows) !== 1) throw new Error("This close plans no attempt.");
  signalCloser();
}

/** Makes all attempts that a job has planned for later due now; with `toItsEnd` each is the last of its close. */
export async function hurryJob(bulkId: string, { toItsEnd = false } = {}) {
  const now = Date.now();
  await db()
    .updateTable("closes")
    .set({ next_attempt_at: now - 1, ...(toItsEnd ? { round_attempts: 4 } : {}) })
    .where("bulk_id", "=", bulkId)
    .where("active", "=", 1)
    .where("next_attempt_at", ">", now + 500)
    .execute();
  signalCloser();
}
