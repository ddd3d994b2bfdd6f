import { setTimeout as pause } from "node:timers/promises";
import type { Selectable } from "kysely";
import { v7 as uuid } from "uuid";
import { type Scope, seesProject } from "@/lib/auth/scope";
import { isUnavailable } from "@/lib/db/is-unavailable";
import type { Db, Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db, write } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import type { CallOutcome } from "@/lib/jelou/call-gateway";
import { failureOf } from "@/lib/jelou/outcome-error";
import { startConversation } from "@/lib/jelou/start-conversation";
import { gatewayOf } from "@/lib/projects/read";
import type { ConversationRow } from "./fold-event";
import type { NewConversation, StartInput } from "./input";
import { hasNewerConversation, readProject } from "./plan-close";
import { findRow } from "./read";
import { settleCall } from "./run-outbox";
import { changeConversation } from "./save-conversation";
import { tell } from "./write-story";

type Customer = Pick<ConversationRow, "project_id" | "bot_id" | "contact_id">;
type Details = Omit<NewConversation, "projectId" | "botId" | "userId">;

/**
 * Asks Jelou to begin a conversation with a customer, and waits a little for Jelou's webhook, which brings it.
 * @returns our id, null where the webhook is still to come, and Jelou's, where it says so
 * @throws AppError not_found, and as `callStart`
 */
export async function startNew(scope: Scope, input: NewConversation) {
  const { projectId, botId, userId, ...details } = input;
  if (!seesProject(scope, projectId)) throw notFound("project");
  const customer = { project_id: projectId, bot_id: botId, contact_id: userId };
  const jelouConversationId = await callStart(scope, customer, details);
  const id = await findStarted(customer, jelouConversationId);
  return { id, jelouConversationId };
}

/**
 * Asks Jelou to begin anew with the customer of a closed conversation; what it began comes by its webhook.
 * @returns the id that Jelou gives it, where it says so
 * @throws AppError not_found, conflict while it isn't closed or with a newer one, and as `callStart`
 */
export async function startAgain(
  scope: Scope,
  id: string,
  details: StartInput,
): Promise<string | null> {
  const row = await findRow(db(), scope, id);
  if (row.status !== "closed")
    throw new AppError("conflict", "This conversation is not closed: it goes on as it is.");
  if (await hasNewerConversation(db(), row)) {
    throw new AppError("conflict", "The customer has a newer conversation. Go on in that one.", {
      detail: { reason: "newer_conversation" },
    });
  }
  return callStart(scope, row, details, row);
}

/**
 * The one way to Jelou's start call. It is told in the story of the conversation from which somebody begins anew.
 * @throws AppError not_found; conflict with `reason` where the project can't call Jelou, the customer has an open
 * conversation with the bot (`conversationId`), or one was started a moment ago; upstream_failed, upstream_timeout,
 * too_many_requests with `cause` and Jelou's `words`. After upstream_timeout it may have begun all the same.
 */
async function callStart(
  scope: Scope,
  customer: Customer,
  details: Details,
  origin?: ConversationRow,
): Promise<string | null> {
  const gateway = await requireGateway(customer.project_id);
  const { initialMessage, metadata, assignment } = details;
  const call = await write((tx) => announce(tx, scope, customer, initialMessage, origin));
  const outcome = await startConversation(gateway, {
    botId: customer.bot_id,
    userId: customer.contact_id,
    ...(initialMessage ? { initialMessage } : {}),
    ...(metadata ? { metadata } : {}),
    ...(assignment ? { assignment } : {}),
  });
  try {
    await settleCall(() => write((tx) => settle(tx, call, outcome)), settleWithinMs);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    // "Nothing was stored" would be a lie of what Jelou took.
    throw failureOf(outcome.kind === "accepted" ? interrupted : outcome, failures);
  }
  if (outcome.kind !== "accepted") throw failureOf(outcome, failures);
  return outcome.jelouConversationId;
}

/** Somebody waits for the answer. */
const settleWithinMs = 8_000;

const failures = {
  refused: "Jelou did not start it.",
  unreachable: "Jelou can't be reached. Nothing was started.",
  unclear: "Jelou gave no clear answer: it may have begun. Look at the list before trying again.",
};

async function requireGateway(projectId: string) {
  const project = await readProject(db(), projectId);
  const gateway = project.archived_at === null ? gatewayOf(project) : undefined;
  if (gateway) return gateway;
  throw new AppError("conflict", "This project can't call Jelou. Ask an admin.", {
    detail: { reason: project.archived_at === null ? "no_credentials" : "archived" },
  });
}

type Call = { id: string; told: { id: string; conversation_id: string } | undefined };

/** No call takes so long: whoever made this one has died meanwhile. */
const leaseMs = 2 * 60_000;

/** What nobody will settle any more ends as what it is: perhaps begun. */
export async function releaseStaleStarts() {
  const stale = await db()
    .selectFrom("starts")
    .selectAll()
    .where("state", "=", "calling")
    .where("requested_at", "<=", Date.now() - leaseMs)
    .execute();
  for (const start of stale) {
    await write(async (tx) => {
      if (!(await isCalling(tx, start.id))) return;
      await settle(tx, { id: start.id, told: await findTold(tx, start) }, interrupted);
    });
  }
}

const interrupted = {
  kind: "unclear",
  status: null,
  code: "interrupted",
  message: "",
} satisfies CallOutcome;

/** Another desk may have been quicker. */
const isCalling = (tx: Tx, id: string) =>
  tx
    .selectFrom("starts")
    .select("id")
    .where("id", "=", id)
    .where("state", "=", "calling")
    .executeTakeFirst();

/** The line of the story that was written along with it. */
const findTold = (tx: Tx, start: Selectable<Database["starts"]>) =>
  tx
    .selectFrom("story_entries")
    .innerJoin("conversations", "conversations.id", "story_entries.conversation_id")
    .select(["story_entries.id", "story_entries.conversation_id"])
    .where("conversations.project_id", "=", start.project_id)
    .where("conversations.bot_id", "=", start.bot_id)
    .where("conversations.contact_id", "=", start.contact_id)
    .where("story_entries.kind", "=", "started")
    .where("story_entries.by_id", "=", start.requested_by)
    .where("story_entries.at", "=", start.requested_at)
    .executeTakeFirst();

/** Written down before the call is made, so that no second click, of whatever process, makes another. */
async function announce(
  tx: Tx,
  { agentId }: Scope,
  customer: Customer,
  initialMessage: string | undefined,
  origin: ConversationRow | undefined,
): Promise<Call> {
  await requireNoneOpen(tx, customer);
  const { project_id, bot_id, contact_id } = customer;
  const id = uuid();
  const now = Date.now();
  await tx
    .insertInto("starts")
    .values({
      id,
      project_id,
      bot_id,
      contact_id,
      requested_by: agentId,
      requested_at: now,
      state: "calling",
    })
    .execute();
  const entry = { kind: "started", by_id: agentId, note: initialMessage ?? null } as const;
  return { id, told: origin && (await tell(tx, origin, entry, now)) };
}

const webhookDueMs = 60_000;

async function requireNoneOpen(tx: Tx, customer: Customer) {
  const open = await findOpen(tx, customer);
  if (open) {
    throw new AppError("conflict", "The customer has an open conversation. Go on in that one.", {
      detail: { reason: "open_conversation", conversationId: open.id },
    });
  }
  const started = await tx
    .selectFrom("starts")
    .select("id")
    .where("project_id", "=", customer.project_id)
    .where("bot_id", "=", customer.bot_id)
    .where("contact_id", "=", customer.contact_id)
    .where("requested_at", ">", Date.now() - webhookDueMs)
    .where("state", "!=", "failed")
    .executeTakeFirst();
  if (!started) return;
  throw new AppError(
    "conflict",
    "One was started with this customer a moment ago. Jelou's webhook may be on its way.",
    { detail: { reason: "just_started" } },
  );
}

async function settle(tx: Tx, { id, told }: Call, outcome: CallOutcome) {
  const accepted = outcome.kind === "accepted";
  await tx
    .updateTable("starts")
    .set({
      state: accepted ? "accepted" : outcome.kind === "unclear" ? "unclear" : "failed",
      jelou_conversation_id: accepted ? outcome.jelouConversationId : null,
    })
    .where("id", "=", id)
    .execute();
  if (!told) return;
  const entries = tx.updateTable("story_entries").where("id", "=", told.id);
  if (outcome.kind === "unclear") await entries.set({ kind: "start_unclear" }).execute();
  else if (!accepted) await tx.deleteFrom("story_entries").where("id", "=", told.id).execute();
  await changeConversation(tx, told.conversation_id, () => ({}), Date.now());
}

const findOpen = (connection: Db | Tx, { project_id, bot_id, contact_id }: Customer) =>
  connection
    .selectFrom("conversations")
    .select("id")
    .where("project_id", "=", project_id)
    .where("bot_id", "=", bot_id)
    .where("contact_id", "=", contact_id)
    .where("status", "!=", "closed")
    .orderBy("first_event_at", "desc")
    .limit(1)
    .executeTakeFirst();

const longestWaitMs = 3_000;
const lookEveryMs = 50;

/** Ours of what Jelou has just begun; where Jelou gave no id, the customer's open one: before the call he had none. */
async function findStarted(customer: Customer, jelouId: string | null): Promise<string | null> {
  const until = Date.now() + longestWaitMs;
  for (;;) {
    const found = await (jelouId === null
      ? findOpen(db(), customer)
      : findByJelouId(customer.project_id, jelouId));
    if (found) return found.id;
    if (Date.now() >= until) return null;
    await pause(lookEveryMs);
  }
}

const findByJelouId = (projectId: string, jelouId: string) =>
  db()
    .selectFrom("conversations")
    .select("id")
    .where("project_id", "=", projectId)
    .where("jelou_id", "=", jelouId)
    .where("status", "!=", "closed")
    .executeTakeFirst();
