import type { Selectable } from "kysely";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db, write } from "@/lib/db/store";
import { isAppError } from "@/lib/errors";
import type { CallOutcome } from "@/lib/jelou/call-gateway";
import { sendMessage } from "@/lib/jelou/send-message";
import { log } from "@/lib/log";
import { messagesTargetOf } from "@/lib/projects/read";
import { leaseTime } from "./next-close-state";
import { runOutbox } from "./run-outbox";
import { tellOfMessage } from "./write-message";

type Row = Selectable<Database["messages"]>;
type Call = Parameters<typeof sendMessage>;
type Claim = { row: Row; call: Call };

const mostCalls = 8;
/** Sending twice is safe, since Jelou knows a message by its id: what came to no clear end is simply sent again. */
const retryDelays = [2_000, 10_000, 30_000, 60_000];
const longestWait = 60_000;

/** Sends what stands in the outbox, of each conversation in its order. */
export const startSender = () =>
  runOutbox({
    name: "sender",
    mostCalls,
    claimNext,
    carryOut,
    nextDueAt: async () => (await findNext())?.next_attempt_at ?? undefined,
  });

const findNext = () =>
  db()
    .selectFrom("messages as message")
    .select(["id", "next_attempt_at"])
    .where("next_attempt_at", "is not", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("messages as earlier")
            .select("earlier.id")
            .where("earlier.next_attempt_at", "is not", null)
            .whereRef("earlier.conversation_id", "=", "message.conversation_id")
            .whereRef("earlier.id", "<", "message.id"),
        ),
      ),
    )
    .orderBy("next_attempt_at")
    .limit(1)
    .executeTakeFirst();

/** The next message with what it takes to send it; settled where another process was quicker or it can't be sent. */
async function claimNext(): Promise<Claim | "none" | "settled"> {
  const due = await findNext();
  if (!due || (due.next_attempt_at ?? 0) > Date.now()) return "none";
  return write(async (tx) => {
    const now = Date.now();
    const row = await tx
      .selectFrom("messages")
      .selectAll()
      .where("id", "=", due.id)
      .executeTakeFirstOrThrow();
    if (row.next_attempt_at === null || row.next_attempt_at > now) return "settled";
    const call = await prepare(tx, row);
    if ("code" in call) {
      await settle(tx, row, { state: "failed", error: JSON.stringify(call) });
      return "settled";
    }
    const lease = now + Math.max(leaseTime, call[0].timeoutMs + 5_000);
    const claimed = { attempts: row.attempts + 1, next_attempt_at: lease, state: "sending" };
    await tx.updateTable("messages").set(claimed).where("id", "=", due.id).execute();
    return { row: { ...row, ...claimed }, call };
  });
}

async function prepare(tx: Tx, row: Row): Promise<Call | { code: string; message: string }> {
  const project = await tx
    .selectFrom("projects")
    .selectAll()
    .where("id", "=", row.project_id)
    .executeTakeFirstOrThrow();
  const conversation = await tx
    .selectFrom("conversations")
    .select(["room_id", "bot_id", "contact_id"])
    .where("id", "=", row.conversation_id)
    .executeTakeFirstOrThrow();
  try {
    const target = project.archived_at === null ? messagesTargetOf(project) : undefined;
    if (!target)
      return { code: project.archived_at === null ? "no_secret" : "archived", message: "" };
    const message = {
      jelouProjectId: project.jelou_project_id,
      roomId: conversation.room_id ?? "",
      botId: conversation.bot_id,
      userId: conversation.contact_id,
      id: row.id,
      type: row.type,
      content: JSON.parse(row.content) as Record<string, unknown>,
    };
    return [target, message];
  } catch (error) {
    if (isAppError(error)) return { code: "address_not_allowed", message: error.message };
    log().error({ err: error, projectId: project.id }, "The signing secret can't be opened");
    return { code: "credentials_unreadable", message: "" };
  }
}

async function carryOut({ row, call }: Claim) {
  const outcome = await sendMessage(...call);
  await write(async (tx) => {
    const current = await tx
      .selectFrom("messages")
      .select(["state", "attempts"])
      .where("id", "=", row.id)
      .executeTakeFirst();
    if (current?.state !== "sending" || current.attempts !== row.attempts) return;
    await settle(tx, row, afterSending(row, outcome, Date.now()));
  });
}

type Settled = { state: string; error: string | null; next_attempt_at?: number; attempts?: number };

/** What the message becomes by the outcome of an attempt; without `next_attempt_at` there is no further one. */
export function afterSending(
  row: Pick<Row, "attempts">,
  outcome: CallOutcome,
  now: number,
): Settled {
  if (outcome.kind === "accepted") return { state: "sent", error: null };
  const { message } = outcome;
  if (outcome.kind === "limited") {
    const wait = Math.min(outcome.retryAfterMs ?? retryDelays[0]!, longestWait);
    return {
      state: "queued",
      error: JSON.stringify({ code: "rate_limited", message }),
      next_attempt_at: now + Math.max(wait, 1_000),
      attempts: row.attempts - 1,
    };
  }
  const code = outcome.kind === "unreachable" ? `unreachable_${outcome.code}` : outcome.code;
  const error = JSON.stringify({ code, message });
  const delay = outcome.kind === "refused" ? undefined : retryDelays[row.attempts - 1];
  return delay === undefined
    ? { state: "failed", error }
    : { state: "queued", error, next_attempt_at: now + delay };
}

async function settle(tx: Tx, row: Row, settled: Settled) {
  await tx
    .updateTable("messages")
    .set({ next_attempt_at: null, ...settled })
    .where("id", "=", row.id)
    .execute();
  await tellOfMessage(tx, row.project_id, row.conversation_id, row.id);
}
