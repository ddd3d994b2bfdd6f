import { sql } from "kysely";
import { signalCloser } from "@/lib/conversations/outbox-signal";
import { isDueAt, runOutbox, settleCall } from "@/lib/conversations/run-outbox";
import {
  isUnsent,
  type MessageRow,
  moveUp,
  recountMessages,
  tellOfMessage,
} from "@/lib/conversations/write-message";
import type { Db, Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";
import { isAppError } from "@/lib/errors";
import type { CallOutcome } from "@/lib/jelou/call-gateway";
import { sendMessage } from "@/lib/jelou/send-message";
import { log } from "@/lib/log";
import { countSettled, metrics } from "@/lib/metrics";
import { messagesTargetOf } from "@/lib/projects/read";
import { addressForJelou, loadUploads } from "@/lib/uploads/read";
import { afterSending, longestTry, timeForCall } from "./next-send-state";

type Call = Parameters<typeof sendMessage>;
type Claim = { row: MessageRow & { give_up_at: number }; call: Call };
type Failure = { code: string; message: string };

const mostCalls = 16;
/** So that one project whose Jelou hangs doesn't hold up the others; over all processes. */
const mostCallsOfProject = 8;
/** After an attempt should be over, before another desk takes it for a dead one's. */
const leaseSlackMs = 5_000;

/** Messages whose calls this process makes, or whose outcomes it has and can't write down yet. */
const inHand = new Set<string>();

/** Sends what stands in the outbox, of each conversation in its order: only the head of a line is ever due. */
export const startSender = () =>
  runOutbox({
    name: "sender",
    mostCalls,
    claimNext,
    carryOut,
    nextDueAt: async () => (await findNext())?.next_attempt_at ?? undefined,
  });

/** What is due next, leaving out projects with all the calls they may have, but for one whose lease is over. */
async function findNext() {
  const busy = await busyProjects(db());
  return db()
    .selectFrom("messages")
    .select(["id", "state", "next_attempt_at"])
    .where("next_attempt_at", "is not", null)
    .where("id", "not in", [...inHand, ""])
    .where((eb) => eb.or([eb("state", "=", "sending"), eb("project_id", "not in", [...busy, ""])]))
    .orderBy("next_attempt_at")
    .limit(1)
    .executeTakeFirst();
}

async function busyProjects(connection: Db | Tx) {
  const rows = await connection
    .selectFrom("messages")
    .select("project_id")
    .where(sql<boolean>`state = 'sending'`)
    .groupBy("project_id")
    .having((eb) => eb.fn.countAll<number>(), ">=", mostCallsOfProject)
    .execute();
  return rows.map((row) => row.project_id);
}

/** The next message with what it takes to send it; settled where another process was quicker or it can't be sent. */
async function claimNext(): Promise<Claim | "none" | "settled"> {
  const due = await findNext();
  if (!due || !isDue(due, Date.now())) return "none";
  return write(async (tx) => {
    const now = Date.now();
    const row = await tx
      .selectFrom("messages")
      .selectAll()
      .where("id", "=", due.id)
      .executeTakeFirst();
    if (!row || !isDue(row, now)) return "settled";
    if (await waitsBehindAnother(tx, row)) {
      await tx
        .updateTable("messages")
        .set({ next_attempt_at: null })
        .where("id", "=", row.id)
        .execute();
      await moveUp(tx, row.conversation_id, now);
      return "settled";
    }
    if (row.state !== "sending" && (await busyProjects(tx)).includes(row.project_id))
      return "settled";
    const giveUpAt = row.give_up_at ?? now + longestTry;
    const call = await prepare(tx, row, timeLeft(giveUpAt, now));
    if ("code" in call) {
      await settle(tx, row, {
        state: "failed",
        error: JSON.stringify(call),
        next_attempt_at: null,
      });
      return "settled";
    }
    const claimed = {
      attempts: row.attempts + 1,
      next_attempt_at: now + call[0].timeoutMs + leaseSlackMs,
      give_up_at: giveUpAt,
      state: "sending",
    };
    await tx.updateTable("messages").set(claimed).where("id", "=", due.id).execute();
    return { row: { ...row, ...claimed }, call };
  });
}

/** A lease is over when it is over, a plan also where the clock was set back since. */
const isDue = (
  { state, next_attempt_at: at }: Pick<MessageRow, "state" | "next_attempt_at">,
  now: number,
) => (state === "sending" ? (at ?? Number.POSITIVE_INFINITY) <= now : isDueAt(at, now));

const timeLeft = (giveUpAt: number, now: number) => (timeoutMs: number) =>
  timeForCall(giveUpAt, now, timeoutMs);

/** A desk whose clock is behind may have put one before it. */
async function waitsBehindAnother(tx: Tx, row: MessageRow) {
  const earlier = await tx
    .selectFrom("messages")
    .select("id")
    .where("conversation_id", "=", row.conversation_id)
    .where(isUnsent)
    .where("id", "<", row.id)
    .limit(1)
    .executeTakeFirst();
  return earlier !== undefined;
}

async function prepare(
  tx: Tx,
  row: MessageRow,
  limit: (timeoutMs: number) => number,
): Promise<Call | Failure> {
  const project = await tx
    .selectFrom("projects")
    .selectAll()
    .where("id", "=", row.project_id)
    .executeTakeFirstOrThrow();
  const conversation = await tx
    .selectFrom("conversations")
    .select(["room_id", "bot_id", "contact_id", "status"])
    .where("id", "=", row.conversation_id)
    .executeTakeFirstOrThrow();
  if (conversation.status === "closed") return { code: "closed", message: "" };
  if (project.archived_at !== null) return { code: "archived", message: "" };
  try {
    const target = messagesTargetOf(project);
    if (!target) return { code: "no_secret", message: "" };
    const message = {
      jelouProjectId: project.jelou_project_id,
      roomId: conversation.room_id ?? "",
      botId: conversation.bot_id,
      userId: conversation.contact_id,
      id: row.id,
      type: row.type,
      content: JSON.parse(row.content) as Record<string, unknown>,
    };
    return [{ ...target, timeoutMs: limit(target.timeoutMs) }, message];
  } catch (error) {
    if (isAppError(error)) return { code: "address_not_allowed", message: error.message };
    log().error({ err: error, projectId: project.id }, "The signing secret can't be opened");
    return { code: "credentials_unreadable", message: "" };
  }
}

async function carryOut({ row, call }: Claim) {
  inHand.add(row.id);
  try {
    const outcome = await send(call);
    metrics().attempts.inc({ kind: "message", outcome: outcome.kind });
    await settleCall(() => settleOutcome(row, outcome));
  } finally {
    inHand.delete(row.id);
  }
  signalCloser();
}

function settleOutcome(row: Claim["row"], outcome: CallOutcome) {
  return write(async (tx) => {
    const current = await tx
      .selectFrom("messages")
      .select(["state", "attempts", "next_attempt_at"])
      .where("id", "=", row.id)
      .executeTakeFirst();
    const ours = current?.state === "sending" && current.next_attempt_at === row.next_attempt_at;
    if (!ours) return;
    const round = { attempts: row.attempts, giveUpAt: row.give_up_at };
    await settle(tx, row, afterSending(round, outcome, Date.now()));
  });
}

async function send([target, message]: Call): Promise<CallOutcome> {
  try {
    const content = await toJelou(message.content);
    if (content) return await sendMessage(target, { ...message, content });
    return { kind: "refused", status: 0, code: "gone", message: "" };
  } catch (error) {
    log().error({ err: error, messageId: message.id }, "The address of a file can't be made");
    return { kind: "unclear", status: null, code: "file_address", message: "" };
  }
}

/** In Jelou's names, a file by an address that is good for a while; undefined where the file is no more. */
async function toJelou(content: Record<string, unknown>) {
  const { upload, mimeType, filename, caption } = content;
  if (typeof upload !== "string") return content;
  const row = (await loadUploads([upload])).get(upload);
  if (!row) return undefined;
  const url = await addressForJelou(row);
  return {
    url,
    mime_type: mimeType,
    ...(row.kind === "document" ? { filename } : {}),
    ...(caption ? { caption } : {}),
  };
}

async function settle(tx: Tx, row: MessageRow, settled: ReturnType<typeof afterSending>) {
  const now = Date.now();
  await tx.updateTable("messages").set(settled).where("id", "=", row.id).execute();
  await tellOfMessage(tx, row.project_id, row.conversation_id, row.id);
  if (settled.state === "sent") countSettled("message", "sent", row.at);
  if (settled.state === "sent") await moveUp(tx, row.conversation_id, now);
  if (settled.state === "failed") await recountMessages(tx, row.conversation_id, now);
}
