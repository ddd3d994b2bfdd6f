import { type Selectable, sql } from "kysely";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { db, write } from "@/lib/db/store";
import { isAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { startLoop } from "@/lib/loop";
import { fillTemplate } from "@/lib/projects/fill-template";
import type { AutoClose, MessageChoice } from "@/lib/projects/schema";
import type { ConversationRow } from "./fold-event";
import type { CloseInput } from "./input";
import { signalCloser, signalSender } from "./outbox-signal";
import { planClose, readProject } from "./plan-close";
import { theDesk } from "./read";
import { queueMessage } from "./write-message";

type Project = Selectable<Database["projects"]>;

const minute = 60_000;
const everyMs = 1_000;
/** What can't be closed as it stands isn't tried every second, nor does it keep the others from their turn. */
const restMs = minute;
/** A rule that is switched on for a long list works through it without holding up what people do. */
const mostAtOnce = 4;

/** Warns and closes where it is the customer's turn and he has been silent for as long as the project's rule says. */
export function startAutoCloser() {
  const restUntil = new Map<string, number>();
  const look = async (goesOn: () => boolean) => {
    for (const [id, until] of restUntil) if (until <= Date.now()) restUntil.delete(id);
    const projects = await db()
      .selectFrom("projects")
      .selectAll()
      .where("auto_close", "is not", null)
      .where("archived_at", "is", null)
      .where("closes_paused", "=", 0)
      .where("credentials", "is not", null)
      .execute();
    let acted = false;
    for (const project of projects) {
      const rule = JSON.parse(project.auto_close!) as AutoClose;
      for (const id of await listSilent(project.id, rule, [...restUntil.keys()])) {
        if (!goesOn()) return everyMs;
        try {
          if (await write((tx) => act(tx, id, Date.now()))) acted = true;
          else restUntil.set(id, Date.now() + restMs);
        } catch (error) {
          if (!isAppError(error)) throw error;
          restUntil.set(id, Date.now() + restMs);
          log().warn(
            { conversationId: id, reason: error.message },
            "The desk can't close this by its rule",
          );
        }
      }
    }
    if (acted) {
      signalCloser();
      signalSender();
    }
    return everyMs;
  };
  return startLoop(
    look,
    (error) => log().error({ err: error }, "Closing by itself failed; it tries again"),
    everyMs,
  );
}

/** Whose last word, ours, is old enough for the next step; the longest silence first. */
async function listSilent(projectId: string, rule: AutoClose, except: string[]) {
  const active = await db()
    .selectFrom("closes")
    .select("id")
    .where("project_id", "=", projectId)
    .where("active", "=", 1)
    .where("state", "in", ["waiting", "sending"])
    .where("requested_by", "=", theDesk.id)
    .execute();
  const rows = await db()
    .selectFrom("conversations")
    .select("id")
    .where("project_id", "=", projectId)
    .where("bucket", "=", "open")
    .where("waiting_since", "is", null)
    .where("last_out_at", "<=", Date.now() - shortestStep(rule) * minute)
    // What was said before it began anew was said in another conversation.
    .where((eb) => eb("last_out_at", ">=", eb.fn.coalesce("started_at", sql.lit(0))))
    .where("id", "not in", [...except, ""])
    .where((eb) => {
      const now = Date.now();
      const { afterMinutes, warning } = rule;
      if (!warning) return eb("last_out_at", "<=", now - afterMinutes * minute);
      const warned = eb("warned_at", ">=", eb.ref("last_out_at"));
      return eb.or([
        eb.and([warned, eb("warned_at", "<=", now - warning.minutesBefore * minute)]),
        eb.and([
          eb.or([eb("warned_at", "is", null), eb("warned_at", "<", eb.ref("last_out_at"))]),
          eb("last_out_at", "<=", now - (afterMinutes - warning.minutesBefore) * minute),
        ]),
      ]);
    })
    // Who hasn't got our last word, a warning for instance, isn't silent.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("messages")
            .select("messages.id")
            .whereRef("messages.conversation_id", "=", "conversations.id")
            .whereRef("messages.sort_at", ">=", "conversations.last_out_at")
            .where("messages.direction", "=", "out")
            .where("messages.state", "in", ["queued", "sending", "failed"]),
        ),
      ),
    )
    // What has been tried since our last word is left to people.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("closes")
            .select("closes.id")
            .whereRef("closes.conversation_id", "=", "conversations.id")
            .whereRef("closes.requested_at", ">=", "conversations.last_out_at"),
        ),
      ),
    )
    .orderBy("last_out_at")
    .limit(Math.max(0, mostAtOnce - active.length))
    .execute();
  return rows.map((row) => row.id);
}

const shortestStep = ({ afterMinutes, warning }: AutoClose) =>
  warning ? Math.min(warning.minutesBefore, afterMinutes - warning.minutesBefore) : afterMinutes;

/** Looks again, now that nobody else can write, and takes the step that is due. */
async function act(tx: Tx, id: string, now: number): Promise<boolean> {
  const { n, ...row } = await tx
    .selectFrom("conversations")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const project = await readProject(tx, row.project_id);
  const rule = project.auto_close === null ? null : (JSON.parse(project.auto_close) as AutoClose);
  const spokeAt = row.last_out_at;
  if (!rule || row.bucket !== "open" || row.waiting_since !== null) return false;
  if (spokeAt === null || spokeAt < (row.started_at ?? 0)) return false;
  const { afterMinutes, warning } = rule;
  const silentFor = now - spokeAt;
  if (!warning) return silentFor >= afterMinutes * minute ? close(tx, row, rule, now) : false;
  if (row.warned_at === null || row.warned_at < spokeAt) {
    if (silentFor < (afterMinutes - warning.minutesBefore) * minute) return false;
    await warn(tx, row, project, warning.text, now);
    return true;
  }
  if (now - row.warned_at < warning.minutesBefore * minute) return false;
  return (await wasWarned(tx, row)) ? close(tx, row, rule, now) : false;
}

async function warn(tx: Tx, row: ConversationRow, project: Project, text: string, now: number) {
  const { text: filled } = fillTemplate(text, {
    "contact.name": row.contact_name,
    "agent.name": project.name,
    "project.name": project.name,
  });
  const warning = { authorId: theDesk.id, content: { body: filled } };
  await queueMessage(tx, row, warning, now, { warned_at: now });
}

/** Nobody is closed upon whom the warning never reached. */
async function wasWarned(tx: Tx, row: ConversationRow) {
  const warning = await tx
    .selectFrom("messages")
    .select("state")
    .where("conversation_id", "=", row.id)
    .where("author_id", "=", theDesk.id)
    .where("sort_at", "=", row.warned_at ?? 0)
    .executeTakeFirst();
  return warning?.state === "sent";
}

async function close(tx: Tx, row: ConversationRow, rule: AutoClose, now: number) {
  const input: CloseInput = {
    message: messageOf(rule.message),
    reasonId: rule.reasonId,
    undoMs: 0,
  };
  const { outcome } = await planClose(tx, "desk", row, input, now);
  return outcome === "planned";
}

const messageOf = (choice: MessageChoice): CloseInput["message"] =>
  choice.type === "none" ? null : choice;
