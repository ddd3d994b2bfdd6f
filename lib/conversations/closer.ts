import type { Selectable } from "kysely";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db, write } from "@/lib/db/store";
import { isAppError } from "@/lib/errors";
import { type CloseOutcome, closeConversation, type Gateway } from "@/lib/jelou/close-conversation";
import { log } from "@/lib/log";
import { gatewayOf } from "@/lib/projects/read";
import { onCloseSignal } from "./close-signal";
import { type CloseRow, leaseTime } from "./next-close-state";
import { changeConversation } from "./save-conversation";
import type { CloseMessage } from "./schema";
import { advanceClose, closedByDesk, findClose, isOutdated } from "./write-close";

type Project = Selectable<Database["projects"]>;
type Claim = { close: CloseRow; gateway: Gateway; botId: string; userId: string };

const mostCalls = 16;
/** So that one project whose Jelou hangs doesn't hold up the others. */
const mostCallsOfProject = 4;
/** Looks again this often at the latest, since another process may have planned a close. */
const longestSleepMs = 1_000;

/**
 * Makes the calls of the closes that are due. The rows are the outbox: whatever a process left behind is taken up by the
 * next one. `stop` lets the calls that are claimed or under way end.
 */
export function startCloser() {
  const running = new Map<Promise<void>, string>();
  const busyProjects = () => {
    const ids = [...running.values()];
    return [...new Set(ids)].filter(
      (id) => ids.filter((each) => each === id).length >= mostCallsOfProject,
    );
  };
  let timer: NodeJS.Timeout | undefined;
  const state = { looking: false, again: false, stopped: false };
  const goesOn = () => !state.stopped;
  const askedAgain = () => state.again;

  let looking = Promise.resolve();
  const wake = () => {
    state.again = true;
    if (!state.looking && goesOn()) looking = look();
  };

  const look = async () => {
    state.looking = true;
    clearTimeout(timer);
    let sleep = longestSleepMs;
    try {
      do {
        state.again = false;
        await releaseStale();
        while (goesOn() && running.size < mostCalls) {
          const claim = await claimNext(busyProjects());
          if (claim === "none") break;
          if (claim === "settled") continue;
          const call = carryOut(claim)
            .catch((error) =>
              log().error({ err: error, closeId: claim.close.id }, "A close could not be settled"),
            )
            .finally(() => {
              running.delete(call);
              wake();
            });
          running.set(call, claim.close.project_id);
        }
      } while (askedAgain() && goesOn());
      // With every place taken the end of a call wakes it.
      sleep = running.size < mostCalls ? await timeToNext(busyProjects()) : longestSleepMs;
    } catch (error) {
      log().error({ err: error }, "The closer could not read its work; it tries again");
    } finally {
      state.looking = false;
      if (goesOn()) timer = setTimeout(wake, askedAgain() ? 0 : sleep);
    }
  };

  const forget = onCloseSignal(wake);
  wake();
  return {
    stop: async () => {
      state.stopped = true;
      forget();
      clearTimeout(timer);
      await looking;
      await Promise.all(running.keys());
    },
  };
}

/** The close whose attempt is planned next, leaving out projects that pause and those with all the calls they may have. */
const findNext = (busyProjects: string[]) =>
  db()
    .selectFrom("closes")
    .innerJoin("projects", "projects.id", "closes.project_id")
    .select(["closes.id", "next_attempt_at"])
    .where("active", "=", 1)
    .where("next_attempt_at", "is not", null)
    .where("projects.closes_paused", "=", 0)
    .where("projects.id", "not in", [...busyProjects, ""])
    .orderBy("next_attempt_at")
    .limit(1)
    .executeTakeFirst();

async function timeToNext(busyProjects: string[]) {
  const next = await findNext(busyProjects);
  const wait = (next?.next_attempt_at ?? Number.POSITIVE_INFINITY) - Date.now();
  return Math.min(Math.max(wait, 5), longestSleepMs);
}

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
    await write(async (tx) => {
      const close = await findClose(tx, id);
      const now = Date.now();
      if ((close.lease_until ?? now) <= now)
        await advanceClose(tx, close, { kind: "interrupted" }, now);
    });
  }
}

/** Takes one due close for this process, or settles it where no call may be made. */
async function claimNext(busyProjects: string[]): Promise<Claim | "none" | "settled"> {
  const due = await findNext(busyProjects);
  if (!due || (due.next_attempt_at ?? 0) > Date.now()) return "none";
  return write(async (tx) => {
    const now = Date.now();
    const close = await findClose(tx, due.id);
    if (
      close.active === 0 ||
      close.state === "sending" ||
      (close.next_attempt_at ?? Number.POSITIVE_INFINITY) > now
    ) {
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
    const claimed = {
      state: "sending" as const,
      attempts: close.attempts + 1,
      round_attempts: close.round_attempts + 1,
      next_attempt_at: null,
      lease_until: now + Math.max(leaseTime, gateway.timeoutMs + 5_000),
    };
    await tx.updateTable("closes").set(claimed).where("id", "=", close.id).execute();
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

/** The call, with no transaction open, and then its outcome, unless the webhook or a later lease has settled it first. */
async function carryOut({ close, gateway, botId, userId }: Claim) {
  const message = close.message === null ? null : (JSON.parse(close.message) as CloseMessage);
  const outcome = await closeConversation(gateway, { botId, userId, message });
  await write(async (tx) => {
    const current = await findClose(tx, close.id);
    const ours = current.state === "sending" && current.attempts === close.attempts;
    const now = Date.now();
    const other = await findOther(tx, close, outcome);
    if (other) await settleOther(tx, other, now);
    if (!ours) return;
    const judged =
      other && outcome.kind === "accepted"
        ? { kind: "other_conversation" as const, status: outcome.status }
        : outcome;
    await advanceClose(tx, current, { kind: "called", outcome: judged }, now);
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
