import { type Expression, type Selectable, sql } from "kysely";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db, write } from "@/lib/db/store";
import { isAppError } from "@/lib/errors";
import type { Gateway } from "@/lib/jelou/call-gateway";
import { type CloseOutcome, closeConversation } from "@/lib/jelou/close-conversation";
import { log } from "@/lib/log";
import { gatewayOf } from "@/lib/projects/read";
import { type CloseRow, leaseTime } from "./next-close-state";
import { isOutdated } from "./plan-close";
import { isDueAt, runOutbox, settleCall } from "./run-outbox";
import { changeConversation } from "./save-conversation";
import type { CloseMessage } from "./schema";
import { beginAttempt, endAttempt, pauseIfUnauthorized } from "./write-attempt";
import { advanceClose, closedByDesk, findClose } from "./write-close";
import { findUnsent, isUnsent } from "./write-message";

type Project = Selectable<Database["projects"]>;
type Claim = { close: CloseRow; gateway: Gateway; botId: string; userId: string };

const mostCalls = 16;
/** So that one project whose Jelou hangs doesn't hold up the others; over all processes. */
const mostCallsOfProject = 4;
/** Makes the calls of the closes that are due. */
export const startCloser = () =>
  runOutbox({
    name: "closer",
    mostCalls,
    prepare: releaseStale,
    claimNext,
    carryOut,
    nextDueAt: async () => (await findNext())?.next_attempt_at ?? undefined,
  });

/** The close whose attempt is planned next, leaving out projects that pause and those with all the calls they may have. */
const findNext = () =>
  db()
    .selectFrom("closes")
    .innerJoin("projects", "projects.id", "closes.project_id")
    .select(["closes.id", "next_attempt_at"])
    .where("active", "=", 1)
    .where("next_attempt_at", "is not", null)
    .where("projects.closes_paused", "=", 0)
    .where((eb) => eb(countSending(eb.ref("closes.project_id")), "<", mostCallsOfProject))
    .where(isAnswered(sql.ref("closes.conversation_id")))
    // Where Jelou asks one close to wait, the many of a job wait with it.
    .where((eb) =>
      eb.or([
        eb("bulk_id", "is", null),
        eb.not(
          eb.exists(
            eb
              .selectFrom("closes as held")
              .select("held.id")
              .whereRef("held.project_id", "=", "closes.project_id")
              .where("held.active", "=", 1)
              .where("held.state", "=", "waiting")
              .where("held.last_status", "=", 429)
              .where("held.next_attempt_at", ">", Date.now()),
          ),
        ),
      ]),
    )
    .orderBy("next_attempt_at")
    .limit(1)
    .executeTakeFirst();

const countSending = (projectId: Expression<string>) =>
  sql<number>`(select count(*) from closes as sent
    where sent.active = 1 and sent.state = 'sending' and sent.project_id = ${projectId})`;

/** Closes whose calls this process makes, or whose answers it has and can't write down yet. */
const inHand = new Set<string>();

/** A call whose process died: nobody knows what came of it. */
async function releaseStale() {
  const stale = await db()
    .selectFrom("closes")
    .select("id")
    .where("active", "=", 1)
    .where("state", "=", "sending")
    .where("lease_until", "<=", Date.now())
    .execute();
  for (const { id } of stale) {
    if (inHand.has(id)) continue;
    await write(async (tx) => {
      const close = await findClose(tx, id);
      const now = Date.now();
      if ((close.lease_until ?? now) <= now)
        await advanceClose(tx, close, { kind: "interrupted" }, now);
    });
  }
}

/** Takes one due close for this process, or settles it where no call may be made. */
async function claimNext(): Promise<Claim | "none" | "settled"> {
  const due = await findNext();
  if (!due || !isDueAt(due.next_attempt_at, Date.now())) return "none";
  return write(async (tx) => {
    const now = Date.now();
    const close = await findClose(tx, due.id);
    if (close.active === 0 || close.state === "sending" || !isDueAt(close.next_attempt_at, now)) {
      return "settled";
    }
    const row = await tx
      .selectFrom("conversations")
      .selectAll()
      .where("id", "=", close.conversation_id)
      .executeTakeFirstOrThrow();
    if (await isOutdated(tx, close, row)) {
      await advanceClose(tx, close, { kind: "newer_conversation" }, now);
      return "settled";
    }
    if (await isBeingAnswered(tx, row.id)) return "settled";
    const project = await tx
      .selectFrom("projects")
      .selectAll()
      .where("id", "=", close.project_id)
      .executeTakeFirstOrThrow();
    const gateway = findGateway(project);
    if ("code" in gateway) {
      await advanceClose(tx, close, { kind: "cannot_call", ...gateway }, now);
      return "settled";
    }
    const sending = await tx
      .selectNoFrom(countSending(sql.lit(close.project_id)).as("count"))
      .executeTakeFirstOrThrow();
    if (Number(sending.count) >= mostCallsOfProject) return "settled";
    const claimed = {
      state: "sending" as const,
      sent_at: now,
      attempts: close.attempts + 1,
      round_attempts: close.round_attempts + 1,
      next_attempt_at: null,
      lease_until: now + Math.max(leaseTime, gateway.timeoutMs + 5_000),
    };
    await tx.updateTable("closes").set(claimed).where("id", "=", close.id).execute();
    await beginAttempt(tx, close, now);
    await changeConversation(tx, row.id, () => ({ close_active: 1 }), now);
    return { close: { ...close, ...claimed }, gateway, botId: row.bot_id, userId: row.contact_id };
  });
}

function findGateway(project: Project): Gateway | { code: string; message: string } {
  if (project.archived_at !== null) return { code: "archived", message: "" };
  try {
    return gatewayOf(project) ?? { code: "no_credentials", message: "" };
  } catch (error) {
    if (isAppError(error)) return { code: "address_not_allowed", message: error.message };
    log().error(
      { err: error, projectId: project.id },
      "The credentials of a project can't be opened",
    );
    return { code: "credentials_unreadable", message: "" };
  }
}

/** The same as `isBeingAnswered`, so that what waits for the sender costs nothing until that has an end. */
const isAnswered = (conversationId: Expression<unknown>) => {
  const unsent = sql`select 1 from messages where messages.conversation_id = ${conversationId} and ${isUnsent}`;
  return sql<boolean>`(not exists (${unsent} and messages.state <> 'failed')
    or exists (${unsent} and messages.state = 'failed'))`;
};

/** What was said before the close must not come after it. One that has failed holds nothing up: that is for people. */
async function isBeingAnswered(tx: Tx, conversationId: string) {
  const head = await findUnsent(tx, conversationId);
  return head !== undefined && head.state !== "failed";
}

/** The call, with no transaction open, and then its outcome, unless the webhook or a later call has settled it first. */
async function carryOut({ close, gateway, botId, userId }: Claim) {
  inHand.add(close.id);
  try {
    const message = close.message === null ? null : (JSON.parse(close.message) as CloseMessage);
    const outcome = await closeConversation(gateway, { botId, userId, message });
    await settleCall(() => settle(close, outcome));
  } finally {
    inHand.delete(close.id);
  }
}

function settle(close: CloseRow, outcome: CloseOutcome) {
  return write(async (tx) => {
    const current = await findClose(tx, close.id);
    const now = Date.now();
    const other = await findOther(tx, close, outcome);
    if (other) await settleOther(tx, other, now);
    const judged =
      other && outcome.kind === "accepted"
        ? { kind: "other_conversation" as const, status: outcome.status }
        : outcome;
    await endAttempt(tx, close, judged, now);
    if (close.bulk_id && outcome.kind === "refused" && outcome.status === 401)
      await pauseIfUnauthorized(tx, close.project_id, now);
    const ours = current.sent_at === close.sent_at;
    const event = { kind: "called", outcome: judged } as const;
    if (ours && (await advanceClose(tx, current, event, now))) return;
    // The story has grown by the attempt all the same.
    await changeConversation(tx, close.conversation_id, () => ({}), now);
  });
}

/** Closed by Jelou's own word, so a close of its own has nothing left to do. */
async function settleOther(tx: Tx, id: string, now: number) {
  const row = await changeConversation(
    tx,
    id,
    (other) => closedByDesk(now, other.last_event_at),
    now,
  );
  if (!row.close_id || !row.close_active) return;
  await advanceClose(tx, await findClose(tx, row.close_id), { kind: "webhook" }, now);
}

/** The id of another conversation that we know and that Jelou says it has closed instead. */
async function findOther(tx: Tx, close: CloseRow, outcome: CloseOutcome) {
  if (outcome.kind !== "accepted" || outcome.jelouConversationId === null) return undefined;
  const named = await tx
    .selectFrom("conversations")
    .select("id")
    .where("project_id", "=", close.project_id)
    .where("jelou_id", "=", outcome.jelouConversationId)
    .executeTakeFirst();
  return named && named.id !== close.conversation_id ? named.id : undefined;
}
