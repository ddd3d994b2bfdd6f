import type { Tx } from "@/lib/db/open";
import { AppError } from "@/lib/errors";
import { fillTemplate, type TemplateValues } from "@/lib/projects/fill-template";
import { findRoute, findTemplate } from "@/lib/projects/read-setup";
import { templateLanguages } from "@/lib/projects/schema";
import { unknownChoice } from "@/lib/projects/write-setup";
import type { CloseInput } from "./input";
import type { CloseMessage } from "./schema";

/**
 * What the customer gets by a choice: a text with its variables filled in for him, whether a template's or free; a route
 * with what Jelou is to be sent. @throws AppError bad_input for what the project hasn't, and with `missing` for a value
 * that isn't known
 */
export async function chooseMessage(
  tx: Tx,
  projectId: string,
  choice: CloseInput["message"],
  values: TemplateValues,
): Promise<CloseMessage> {
  switch (choice?.type) {
    case undefined:
      return null;
    case "text":
      return { type: "text", text: fill(choice.text, values, "message.text") };
    case "edge": {
      if (choice.routeId === undefined) return { type: "edge" };
      const route = await findRoute(tx, projectId, choice.routeId);
      if (!route) throw unknownChoice("message.routeId", "route");
      const { id, name, skillId, targetId } = route;
      return {
        type: "edge",
        route: { id, name },
        ...(skillId === null ? {} : { skillId }),
        ...(targetId === null ? {} : { targetId }),
      };
    }
    case "template": {
      const template = await findTemplate(tx, projectId, choice.templateId);
      if (!template) throw unknownChoice("message.templateId", "template");
      const { id, name, texts } = template;
      const language = choice.language ?? templateLanguages.find((each) => texts[each]);
      const source = language && texts[language];
      if (!source) throw wrong("message.language", "This template has no text in that language.");
      const text = fill(source, values, "message.templateId");
      return { type: "text", text, template: { id, name } };
    }
  }
}

function fill(source: string, values: TemplateValues, path: string) {
  const { text, missing } = fillTemplate(source, values);
  if (missing.length === 0) return text;
  throw wrong(
    path,
    `There is no value for ${missing.join(", ")}. Choose another text, or give a stand-in: {{${missing[0]}|…}}.`,
    { reason: "missing_value", missing },
  );
}

const wrong = (path: string, message: string, detail?: Record<string, unknown>) =>
  new AppError("bad_input", `${path}: ${message}`, {
    fields: { [path]: [message] },
    ...(detail ? { detail } : {}),
  });
