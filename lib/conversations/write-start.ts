import type { Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/open";
import { db, write } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import type { CallOutcome } from "@/lib/jelou/call-gateway";
import { startConversation } from "@/lib/jelou/start-conversation";
import { gatewayOf } from "@/lib/projects/read";
import type { ConversationRow } from "./fold-event";
import type { StartInput } from "./input";
import { hasNewerConversation, readProject } from "./plan-close";
import { findRow } from "./read";
import { changeConversation } from "./save-conversation";
import { tell } from "./write-story";

/**
 * Asks Jelou to begin anew with the customer of a closed conversation; what it began comes by its webhook.
 * @returns the id that Jelou gives it, where it says so
 * @throws AppError conflict while one is open or being started; upstream_failed, upstream_timeout, too_many_requests with
 * `cause` and Jelou's `words`. After upstream_timeout it may have begun all the same.
 */
export async function startAgain(
  scope: Scope,
  id: string,
  { initialMessage }: StartInput,
): Promise<string | null> {
  const row = await findRow(db(), scope, id);
  if (row.status !== "closed")
    throw new AppError("conflict", "This conversation is not closed: it goes on as it is.");
  if (await hasNewerConversation(db(), row)) {
    throw new AppError("conflict", "The customer has a newer conversation. Go on in that one.", {
      detail: { reason: "newer_conversation" },
    });
  }
  const project = await readProject(db(), row.project_id);
  const gateway = project.archived_at === null ? gatewayOf(project) : undefined;
  if (!gateway) {
    const reason = project.archived_at === null ? "no_credentials" : "archived";
    throw new AppError("conflict", "This project can't call Jelou. Ask an admin.", {
      detail: { reason },
    });
  }
  const entry = await announce(scope, row, initialMessage);
  const outcome = await startConversation(gateway, {
    botId: row.bot_id,
    userId: row.contact_id,
    ...(initialMessage ? { initialMessage } : {}),
  });
  await write(async (tx) => {
    const { id: entryId } = entry;
    const stories = tx.updateTable("story_entries").where("id", "=", entryId);
    if (outcome.kind === "unclear") await stories.set({ kind: "start_unclear" }).execute();
    else if (outcome.kind !== "accepted")
      await tx.deleteFrom("story_entries").where("id", "=", entryId).execute();
    await changeConversation(tx, id, () => ({}), Date.now());
  });
  if (outcome.kind !== "accepted") throw failureOf(outcome);
  return outcome.jelouConversationId;
}

/** Says that it is being started before the call is made, so that no second click, of whatever process, makes another. */
const announce = (scope: Scope, row: ConversationRow, initialMessage: string | undefined) =>
  write(async (tx) => {
    if (await wasJustStarted(tx, row.id)) {
      throw new AppError(
        "conflict",
        "It was started a moment ago. Jelou's webhook is on its way.",
        {
          detail: { reason: "just_started" },
        },
      );
    }
    return tell(tx, row, { kind: "started", by_id: scope.agentId, note: initialMessage ?? null });
  });

const webhookDueMs = 60_000;

async function wasJustStarted(tx: Tx, id: string) {
  const entry = await tx
    .selectFrom("story_entries")
    .select("id")
    .where("conversation_id", "=", id)
    .where("kind", "in", ["started", "start_unclear"])
    .where("at", ">", Date.now() - webhookDueMs)
    .executeTakeFirst();
  return entry !== undefined;
}

function failureOf(outcome: Exclude<CallOutcome, { kind: "accepted" }>) {
  const code = outcome.kind === "limited" ? "rate_limited" : outcome.code;
  const detail = { cause: code, words: outcome.message };
  switch (outcome.kind) {
    case "refused":
      return new AppError("upstream_failed", "Jelou did not start it.", { detail });
    case "limited":
      return new AppError("too_many_requests", "Jelou asks to wait. Try again in a minute.", {
        detail,
      });
    case "unreachable":
      return new AppError("upstream_failed", "Jelou can't be reached. Nothing was started.", {
        detail,
      });
    case "unclear":
      return new AppError(
        "upstream_timeout",
        "Jelou gave no clear answer: it may have begun. Look at the list before trying again.",
        { detail },
      );
  }
}
