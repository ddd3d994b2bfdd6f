import { type Changes, isEmpty } from "@/lib/audit/find-changes";
import { recordAudit } from "@/lib/audit/write";
import type { Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import { appendLive } from "@/lib/live/write";
import { missingStandIn } from "./input";
import { findReason, findRoute, findTemplate, requireProject } from "./read-setup";
import type { AutoClose, MessageChoice } from "./schema";

type Table = "close_reasons" | "close_templates" | "close_routes";

type Changed = {
  part: "reason" | "template" | "route";
  what: "created" | "changed" | "deleted";
  id: string;
  name: string;
  /** Left out, all of it came or went. */
  changes?: Changes;
};

/** One change of what a project closes with; its viewers hear of it. @throws AppError not_found */
export async function changeSetup(
  scope: Scope,
  projectId: string,
  change: (tx: Tx) => Promise<Changed>,
) {
  await write(async (tx) => {
    await requireProject(scope, projectId, tx);
    const { id, name, ...detail } = await change(tx);
    if (!detail.changes || !isEmpty(detail.changes))
      await recordAudit(tx, {
        action: "closing_setup.changed",
        actorId: scope.agentId,
        subject: { kind: "setup", id, name },
        projectId,
        detail,
      });
    await appendLive(tx, [{ kind: "project", project_id: projectId }]);
  });
}

export async function requireFreeName(
  tx: Tx,
  table: Table,
  projectId: string,
  name: string,
  except?: string,
) {
  const taken = await tx
    .selectFrom(table)
    .select("id")
    .where("project_id", "=", projectId)
    .where("name", "=", name)
    .where("id", "!=", except ?? "")
    .executeTakeFirst();
  if (!taken) return;
  const message = "This name is taken in this project.";
  throw new AppError("conflict", message, { fields: { name: [message] } });
}

export const inUse = (message: string) =>
  new AppError("conflict", `${message} Choose something else there first.`);

/** Answers its name. @throws AppError not_found */
export async function deleteRow(tx: Tx, table: Table, projectId: string, id: string, what: string) {
  const { name } = await tx
    .deleteFrom(table)
    .where("id", "=", id)
    .where("project_id", "=", projectId)
    .returning("name")
    .executeTakeFirstOrThrow(() => notFound(what));
  return name;
}

export async function readChoices(tx: Tx, projectId: string) {
  const row = await tx
    .selectFrom("projects")
    .select(["default_message", "auto_close"])
    .where("id", "=", projectId)
    .executeTakeFirstOrThrow();
  const autoClose = parse<AutoClose>(row.auto_close);
  const choices = [parse<MessageChoice>(row.default_message), autoClose?.message];
  return { autoClose, choices: choices.filter((choice) => choice !== undefined) };
}

const parse = <T>(text: string | null) => (text === null ? undefined : (JSON.parse(text) as T));

export const stamps = () => {
  const now = Date.now();
  return { created_at: now, updated_at: now };
};

type Choices = {
  defaultMessage?: MessageChoice | null | undefined;
  autoClose?: AutoClose | null | undefined;
};

/** That what the rules name is the project's own. @throws AppError bad_input */
export async function requireChoices(
  tx: Tx,
  projectId: string,
  { defaultMessage, autoClose }: Choices,
) {
  await requireChoice(tx, projectId, "defaultMessage", defaultMessage);
  await requireChoice(tx, projectId, "autoClose.message", autoClose?.message);
  if (autoClose?.message.type === "template") {
    const template = await findTemplate(tx, projectId, autoClose.message.templateId);
    const fault = Object.values(template?.texts ?? {})
      .map(missingStandIn)
      .find(Boolean);
    if (fault) {
      const path = "autoClose.message.templateId";
      throw new AppError("bad_input", `${path}: ${fault}`, { fields: { [path]: [fault] } });
    }
  }
  const reasonId = autoClose?.reasonId;
  if (reasonId && !(await findReason(tx, projectId, reasonId)))
    throw unknownChoice("autoClose.reasonId", "reason");
}

async function requireChoice(
  tx: Tx,
  projectId: string,
  path: string,
  choice: MessageChoice | null | undefined,
) {
  if (choice?.type === "template") {
    const template = await findTemplate(tx, projectId, choice.templateId);
    if (!template) throw unknownChoice(`${path}.templateId`, "template");
    if (choice.language && template.texts[choice.language] === undefined) {
      const message = "This template has no text in that language.";
      throw wrongChoice(`${path}.language`, message);
    }
  }
  if (
    choice?.type === "edge" &&
    choice.routeId &&
    !(await findRoute(tx, projectId, choice.routeId))
  )
    throw unknownChoice(`${path}.routeId`, "route");
}

export const unknownChoice = (path: string, what: "reason" | "template" | "route") =>
  wrongChoice(path, `This project has no such ${what}.`);

const wrongChoice = (path: string, message: string) =>
  new AppError("bad_input", `${path}: ${message}`, { fields: { [path]: [message] } });
