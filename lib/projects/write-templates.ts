import { v7 as uuid } from "uuid";
import { findChanges } from "@/lib/audit/find-changes";
import type { Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/open";
import { db } from "@/lib/db/store";
import { AppError, notFound } from "@/lib/errors";
import { missingStandIn, type NewTemplate, type TemplateChange } from "./input";
import { findTemplate } from "./read-setup";
import type { CloseTemplate } from "./schema";
import { changeSetup, deleteRow, inUse, readChoices, requireFreeName, stamps } from "./write-setup";

/** @throws AppError not_found, conflict for a name that is taken */
export async function createTemplate(
  scope: Scope,
  projectId: string,
  input: NewTemplate,
): Promise<CloseTemplate> {
  const id = uuid();
  await changeSetup(scope, projectId, async (tx) => {
    await requireFreeName(tx, "close_templates", projectId, input.name);
    const texts = JSON.stringify(input.texts);
    await tx
      .insertInto("close_templates")
      .values({ id, project_id: projectId, name: input.name, texts, ...stamps() })
      .execute();
    return { part: "template", what: "created", id, name: input.name };
  });
  return (await findTemplate(db(), projectId, id))!;
}

/**
 * `texts` replaces all languages. @throws AppError not_found, conflict for a name that is taken or texts without what the
 * rules need
 */
export async function changeTemplate(
  scope: Scope,
  projectId: string,
  id: string,
  { name, texts }: TemplateChange,
): Promise<CloseTemplate> {
  await changeSetup(scope, projectId, async (tx) => {
    const known = await findTemplate(tx, projectId, id);
    if (!known) throw notFound("close template");
    if (name !== undefined) await requireFreeName(tx, "close_templates", projectId, name, id);
    if (texts !== undefined) await requireNamedTexts(tx, projectId, id, texts);
    await tx
      .updateTable("close_templates")
      .set({
        ...(name === undefined ? {} : { name }),
        ...(texts === undefined ? {} : { texts: JSON.stringify(texts) }),
        updated_at: Date.now(),
      })
      .where("id", "=", id)
      .execute();
    const changes = findChanges(known, { name, texts }, ["name"]);
    return { part: "template", what: "changed", id, name: name ?? known.name, changes };
  });
  return (await findTemplate(db(), projectId, id))!;
}

/** Reasons that offered it offer nothing any more. @throws AppError not_found, conflict while the rules name it */
export async function deleteTemplate(scope: Scope, projectId: string, id: string) {
  await changeSetup(scope, projectId, async (tx) => {
    const { choices } = await readChoices(tx, projectId);
    if (choices.some((choice) => choice.type === "template" && choice.templateId === id))
      throw inUse("The default message or the automatic close uses this template.");
    await tx
      .updateTable("close_reasons")
      .set({ template_id: null })
      .where("template_id", "=", id)
      .execute();
    const name = await deleteRow(tx, "close_templates", projectId, id, "close template");
    return { part: "template", what: "deleted", id, name };
  });
}

/** The rules must find the text that they name, and the desk closing by itself one that is whole for every customer. */
async function requireNamedTexts(
  tx: Tx,
  projectId: string,
  id: string,
  texts: CloseTemplate["texts"],
) {
  const { choices, autoClose } = await readChoices(tx, projectId);
  const named = choices.flatMap((choice) =>
    choice.type === "template" && choice.templateId === id ? choice : [],
  );
  if (named.some(({ language }) => language && texts[language] === undefined))
    throw inUse("The default message or the automatic close uses this template in that language.");
  const fault = Object.values(texts).map(missingStandIn).find(Boolean);
  if (fault && named.some((choice) => choice === autoClose?.message))
    throw new AppError("conflict", `The automatic close uses this template. ${fault}`);
}
