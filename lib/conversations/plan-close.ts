import type { Selectable } from "kysely";
import { v7 as uuid } from "uuid";
import type { Scope } from "@/lib/auth/scope";
import type { Db, Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { AppError, notFound } from "@/lib/errors";
import { findReason } from "@/lib/projects/read-setup";
import { unknownChoice } from "@/lib/projects/write-setup";
import { chooseMessage } from "./choose-message";
import type { ConversationRow } from "./fold-event";
import type { CloseInput } from "./input";
import { type CloseRow, isInDoubt, supersededError } from "./next-close-state";
import { loadNames, theDesk } from "./read";
import { changeConversation } from "./save-conversation";

type Project = Selectable<Database["projects"]>;

/** Who closes: somebody with a session, or the desk by itself, whom the rules for people don't bind. */
export type Closer = Scope | "desk";

export type Plan = {
  closeId: string | null;
  /** Anything but "planned" made no call possible; `closeId` then is the close that is in the way, if one is. */
  outcome: "planned" | "under_way" | "closed" | "superseded";
};

/**
 * The one way to a close, for the dialog, bulk, the API and the desk itself: the project's rules are held here, and all is
 * checked before anything is written. The closer makes the call when `due_at` has come.
 * @throws AppError conflict with `reason` where the project takes no closes, forbidden for another's conversation,
 * bad_input for a missing or unknown reason, route, template or value
 */
export async function planClose(
  tx: Tx,
  by: Closer,
  row: ConversationRow,
  input: CloseInput,
  now: number,
  bulkId: string | null = null,
): Promise<Plan> {
  const project = await readProject(tx, row.project_id);
  requireReady(project);
  if (row.close_active) return { closeId: row.close_id, outcome: "under_way" };
  if (row.status === "closed") return { closeId: row.close_id, outcome: "closed" };
  requireAllowed(by, project, row);
  const reason = await chooseReason(tx, by, project, input.reasonId);
  const superseded = await hasNewerConversation(tx, row);
  const before = await findBefore(tx, row.close_id);
  if (superseded && before?.state === "superseded")
    return { closeId: before.id, outcome: "superseded" };
  const requestedBy = by === "desk" ? theDesk.id : by.agentId;
  const names = by === "desk" ? undefined : await loadNames([requestedBy], tx);
  const message = await chooseMessage(tx, project.id, input.message, {
    "contact.name": row.contact_name,
    "agent.name": names?.get(requestedBy) ?? project.name,
    "project.name": project.name,
  });
  const had_unknown = isInDoubt(before, row.started_at);
  const due_at = now + (input.undoMs ?? project.undo_ms);
  const close: CloseRow = {
    ...blankClose,
    id: uuid(),
    project_id: project.id,
    conversation_id: row.id,
    message: message === null ? null : JSON.stringify(message),
    note: input.note || null,
    reason_id: reason?.id ?? null,
    reason_name: reason?.name ?? null,
    bulk_id: bulkId,
    requested_by: requestedBy,
    requested_at: now,
    as_of: row.last_event_at,
    had_unknown,
    due_at,
    ...(superseded
      ? {
          state: "superseded",
          active: 0,
          settled_at: now,
          last_error: supersededError(had_unknown),
        }
      : { state: "waiting", active: 1, next_attempt_at: due_at }),
  };
  await tx.insertInto("closes").values(close).execute();
  await changeConversation(
    tx,
    row.id,
    () => ({ close_id: close.id, close_active: close.active }),
    now,
  );
  return { closeId: close.id, outcome: superseded ? "superseded" : "planned" };
}

const blankClose = {
  next_attempt_at: null,
  lease_until: null,
  sent_at: null,
  attempts: 0,
  round_attempts: 0,
  last_status: null,
  last_error: null,
  settled_at: null,
  confirmed_at: null,
  confirmation: null,
  erase: 0 as const,
};

export const readProject = (connection: Db | Tx, id: string): Promise<Project> =>
  connection
    .selectFrom("projects")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow(() => notFound("project"));

/** That the project takes closes now. @throws AppError conflict with `reason` */
export function requireReady(project: Project) {
  if (project.archived_at !== null)
    throw notReady("archived", "This project is archived. Ask an admin.");
  if (project.closes_paused) {
    throw notReady(
      "closes_paused",
      project.closes_paused_because === "unauthorized"
        ? "The closes of this project are paused: Jelou refused its credentials again and again. An admin has to save new ones."
        : "An admin has paused the closes of this project. Try again later.",
    );
  }
  if (!project.credentials) {
    throw notReady(
      "no_credentials",
      "This project has no credentials for Jelou yet. An admin has to save them.",
    );
  }
}

const notReady = (reason: string, message: string) =>
  new AppError("conflict", message, { detail: { reason } });

/** That the rules let one close what somebody else may have. @throws AppError forbidden */
export function requireAllowed(by: Closer, project: Project, { assignee_id }: ConversationRow) {
  if (by === "desk" || by.role !== "agent" || project.close_others) return;
  if (assignee_id === null || assignee_id === by.agentId) return;
  throw new AppError(
    "forbidden",
    "Somebody else has this conversation, and only supervisors may close others' in this project.",
    { detail: { reason: "others" } },
  );
}

async function chooseReason(
  tx: Tx,
  by: Closer,
  project: Project,
  reasonId: string | null | undefined,
) {
  if (!reasonId) {
    if (by === "desk" || !project.require_reason) return undefined;
    const message = "This project closes nothing without a reason. Choose one.";
    throw new AppError("bad_input", `reasonId: ${message}`, {
      fields: { reasonId: [message] },
      detail: { reason: "reason_required" },
    });
  }
  const reason = await findReason(tx, project.id, reasonId);
  if (!reason) throw unknownChoice("reasonId", "reason");
  if (!reason.active && by !== "desk") {
    const message = "This reason is not in use any more. Choose another.";
    throw new AppError("bad_input", `reasonId: ${message}`, { fields: { reasonId: [message] } });
  }
  return reason;
}

const findBefore = async (tx: Tx, closeId: string | null): Promise<CloseRow | undefined> =>
  closeId === null
    ? undefined
    : tx.selectFrom("closes").selectAll().where("id", "=", closeId).executeTakeFirst();

/**
 * Whether the same customer has a later conversation with the same bot, by Jelou's times. The close call names no
 * conversation: with a newer one it would end that.
 */
export async function hasNewerConversation(
  connection: Db | Tx,
  row: ConversationRow,
): Promise<boolean> {
  const newer = await connection
    .selectFrom("conversations")
    .select("id")
    .where("project_id", "=", row.project_id)
    .where("bot_id", "=", row.bot_id)
    .where("contact_id", "=", row.contact_id)
    .where((eb) =>
      eb(eb.fn.coalesce("started_at", "first_event_at"), ">", row.started_at ?? row.first_event_at),
    )
    .where("id", "!=", row.id)
    .limit(1)
    .executeTakeFirst();
  return newer !== undefined;
}

/** Whether a call made now would end something else than what the close was asked for. */
export async function isOutdated(tx: Tx, close: CloseRow, row: ConversationRow): Promise<boolean> {
  return (row.started_at ?? 0) > close.as_of || hasNewerConversation(tx, row);
}
