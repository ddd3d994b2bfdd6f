import type { AuditAction } from "@/lib/audit/schema";
import { recordAudit } from "@/lib/audit/write";
import { type Scope, seesProject } from "@/lib/auth/scope";
import type { Db, Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import { appendLive } from "@/lib/live/write";
import { countSettled } from "@/lib/metrics";
import type { ConversationRow } from "./fold-event";
import type { CloseInput } from "./input";
import { type CloseEvent, type CloseRow, nextCloseState } from "./next-close-state";
import { signalCloser } from "./outbox-signal";
import { isOutdated, planClose, readProject, requireAllowed, requireReady } from "./plan-close";
import { findRow, getClose, getConversation } from "./read";
import { changeConversation } from "./save-conversation";
import type { Close, Conversation } from "./schema";
import { forgetTexts } from "./write-erasure";
import { tell } from "./write-story";

/**
 * Plans the close; the closer makes the call when the undo time is over. However many ask at once, one close is made.
 * @throws AppError as `planClose`, not_found, and conflict with `close` beside it: one is under way, it is closed, or the
 * customer has a newer conversation that the call would close instead (then the close is kept, superseded)
 */
export async function requestClose(scope: Scope, id: string, input: CloseInput): Promise<Close> {
  const now = Date.now();
  const { closeId, outcome } = await write(async (tx) => {
    const row = await findRow(tx, scope, id);
    const plan = await planClose(tx, scope, row, input, now);
    if (plan.outcome === "planned") {
      const { message, reasonId } = input;
      const given = { message: message?.type ?? "none", ...(reasonId ? { reasonId } : {}) };
      await note(tx, scope, "close.asked", row, { closeId: plan.closeId, ...given });
    }
    return plan;
  });
  signalCloser();
  const close = closeId === null ? null : await getClose(closeId);
  if (close && outcome === "planned") return close;
  throw conflict(
    outcome === "superseded"
      ? "The customer has a newer conversation, which this close would end instead. Mark this one as closed here."
      : outcome === "under_way"
        ? "A close of this conversation is under way."
        : "This conversation is closed already.",
    close,
  );
}

/** @throws AppError not_found; conflict with `close` when it is no longer waiting */
export async function cancelClose(scope: Scope, id: string): Promise<Close> {
  await requireChange(
    scope,
    id,
    { kind: "cancel" },
    "Too late to undo: the call to Jelou has begun.",
  );
  return getClose(id);
}

/** Tries a refused or unknown close again, at once. @throws AppError not_found, conflict with `close` */
export async function retryClose(scope: Scope, id: string): Promise<Close> {
  await requireChange(
    scope,
    id,
    { kind: "retry" },
    "This close can't be tried again: it is under way or settled.",
  );
  signalCloser();
  return getClose(id);
}

/**
 * Says that it is closed, or that what was written after the close has been seen to; Jelou isn't called. A close that is
 * under way ends with it, unless its call is being made this moment. @throws AppError not_found, forbidden, conflict
 */
export async function markClosed(scope: Scope, id: string, words: string): Promise<Conversation> {
  const now = Date.now();
  await write(async (tx) => {
    const row = await findRow(tx, scope, id);
    requireAllowed(scope, await readProject(tx, row.project_id), row);
    const close = row.close_id && row.close_active ? await findClose(tx, row.close_id) : undefined;
    if (close?.state === "sending") {
      throw new AppError(
        "conflict",
        "The call to Jelou is being made this moment. Wait for its answer.",
      );
    }
    if (row.bucket === "closed")
      throw new AppError("conflict", "This conversation is closed already.");
    if (close) {
      const state = close.had_unknown ? ("unknown" as const) : ("cancelled" as const);
      const settled = { state, active: 0 as const, next_attempt_at: null, settled_at: now };
      await tx.updateTable("closes").set(settled).where("id", "=", close.id).execute();
      if (close.erase) await forgetTexts(tx, close.id);
    }
    await changeConversation(
      tx,
      id,
      () => ({
        ...closedByDesk(now, row.last_event_at),
        close_active: 0,
        attended_at: row.last_in_at,
        marked_by: scope.agentId,
        marked_note: words,
      }),
      now,
    );
    const kind = row.status === "closed" ? "attended" : "marked";
    await tell(tx, row, { kind, by_id: scope.agentId, note: words }, now);
    await note(tx, scope, "close.marked", row, close ? { closeId: close.id } : {});
  });
  return getConversation(scope, id);
}

export async function findClose(tx: Tx | Db, id: string): Promise<CloseRow> {
  return tx
    .selectFrom("closes")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow(() => notFound("close"));
}

/** Takes the close one step on and the conversation with it; undefined when the step isn't allowed from where it is. */
export async function advanceClose(tx: Tx, close: CloseRow, event: CloseEvent, now: number) {
  const patch = nextCloseState(close, event, now);
  if (!patch) return undefined;
  if (patch.state === "accepted" || patch.state === "confirmed")
    countSettled("close", patch.state, close.requested_at);
  await tx.updateTable("closes").set(patch).where("id", "=", close.id).execute();
  await changeConversation(
    tx,
    close.conversation_id,
    (row) => ({
      ...(row.close_id === close.id ? { close_active: patch.active ?? close.active } : {}),
      ...(patch.state === "accepted" ? closedByDesk(now, close.as_of) : {}),
    }),
    now,
  );
  if (close.erase && patch.active === 0) await forgetTexts(tx, close.id);
  if (event.kind === "called" && !patch.active) {
    await appendLive(tx, [{ kind: "project", project_id: close.project_id }], now);
  }
  return patch;
}

/** Whether it failed and still stands for the conversation, with what the customer was to get. */
export const mayRetry = (close: CloseRow, row: ConversationRow) =>
  !close.erase &&
  (close.state === "refused" || close.state === "unknown") &&
  row.status !== "closed" &&
  row.close_id === close.id;

/** Our own word that it is closed, good until a start after `asOf` (Jelou's time) is known. */
export const closedByDesk = (now: number, asOf: number) => ({
  local_closed_at: now,
  local_closed_as_of: asOf,
});

async function requireChange(scope: Scope, id: string, event: CloseEvent, refusal: string) {
  const done = await write(async (tx) => {
    const close = await findClose(tx, id);
    if (!seesProject(scope, close.project_id)) throw notFound("close");
    const row = await findRow(tx, scope, close.conversation_id);
    const retrying = event.kind === "retry";
    if (retrying && !mayRetry(close, row)) return undefined;
    if (retrying) {
      const project = await readProject(tx, row.project_id);
      requireReady(project);
      requireAllowed(scope, project, row);
    }
    const now = Date.now();
    const patch = await advanceClose(tx, close, event, now);
    if (patch && retrying && (await isOutdated(tx, close, row))) {
      await advanceClose(tx, await findClose(tx, id), { kind: "newer_conversation" }, now);
      return undefined;
    }
    const action = retrying ? "close.retried" : "close.cancelled";
    if (patch) await note(tx, scope, action, row, { closeId: id });
    return patch;
  });
  if (!done) throw conflict(refusal, await getClose(id).catch(() => null));
}

/** The conversation's ids alone: the log keeps them when all that a customer wrote has been erased. */
const note = (
  tx: Tx,
  { agentId }: Scope,
  action: AuditAction,
  row: ConversationRow,
  detail: Record<string, unknown>,
) =>
  recordAudit(tx, {
    action,
    actorId: agentId,
    subject: { kind: "conversation", id: row.id },
    projectId: row.project_id,
    detail,
  });

const conflict = (message: string, close: Close | null) =>
  new AppError("conflict", message, close ? { detail: { close } } : {});
