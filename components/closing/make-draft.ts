import type { CloseRequest } from "@/lib/conversations/client";
import type { Close, CloseMessage } from "@/lib/conversations/schema";
import { fillTemplate, holdsPlaceholder, type TemplateValues } from "@/lib/projects/fill-template";
import type {
  CloseReason,
  CloseRoute,
  CloseTemplate,
  MessageChoice,
  TemplateLanguage,
} from "@/lib/projects/schema";
import { templateLanguages } from "@/lib/projects/schema";

/** What a project offers to close with. */
export type CloseSetup = {
  reasons: CloseReason[];
  templates: CloseTemplate[];
  routes: CloseRoute[];
};

/** What is being chosen in the dialog. `template` is set as long as its text stands as it was filled in. */
export type Draft = {
  kind: "text" | "edge" | "none";
  text: string;
  template: { id: string; language: TemplateLanguage } | null;
  routeId: string | null;
  reasonId: string | null;
  note: string;
};

/** What is offered again the next time: free texts are not, since they were for somebody else. */
export type Remembered = Pick<Draft, "kind" | "template" | "routeId" | "reasonId">;

/** For many customers at once there are no values: the desk fills in each one's when his turn comes. */
export type Values = TemplateValues | null;

export const emptyDraft: Draft = {
  kind: "text",
  text: "",
  template: null,
  routeId: null,
  reasonId: null,
  note: "",
};

/** What Jelou found fault with comes back as it was; else the last choice, else the project's default. */
export function firstDraft(
  setup: CloseSetup,
  values: Values,
  faulty: Close | null,
  remembered: Remembered | null,
  usual: MessageChoice | null,
): Draft {
  if (faulty) return draftOf(faulty);
  const reason = setup.reasons.find(({ id, active }) => active && id === remembered?.reasonId);
  const draft = { ...emptyDraft, reasonId: reason?.id ?? null };
  if (remembered?.template && remembered.kind === "text") {
    const { id, language } = remembered.template;
    const filled = chooseTemplate(setup, values, draft, id, language);
    if (filled !== draft) return filled;
  }
  if (remembered && remembered.kind !== "text")
    return { ...draft, kind: remembered.kind, routeId: knownRoute(setup, remembered.routeId) };
  return chooseUsual(setup, values, draft, usual);
}

/** With what was written already as the text; nothing was where it is empty. */
export const withText = (draft: Draft, text: string | undefined): Draft =>
  text === undefined
    ? draft
    : { ...draft, kind: text === "" ? "none" : "text", text, template: null };

/** The draft as the set-up stands now: what has gone is chosen no more, a template's text is what it is now. */
export function refreshDraft(setup: CloseSetup, values: Values, draft: Draft): Draft {
  const known = {
    ...draft,
    reasonId: setup.reasons.some(({ id }) => id === draft.reasonId) ? draft.reasonId : null,
    routeId: knownRoute(setup, draft.routeId),
  };
  if (!draft.template) return known;
  const { id, language } = draft.template;
  const filled = chooseTemplate(setup, values, known, id, language);
  return filled === known ? { ...known, template: null } : { ...filled, kind: draft.kind };
}

function draftOf({ message, note, reason }: Close): Draft {
  return {
    ...emptyDraft,
    kind: message?.type ?? "none",
    text: message?.type === "text" ? message.text : "",
    routeId: message?.type === "edge" ? (message.route?.id ?? null) : null,
    reasonId: reason?.id ?? null,
    note: note ?? "",
  };
}

function chooseUsual(setup: CloseSetup, values: Values, draft: Draft, usual: MessageChoice | null) {
  switch (usual?.type) {
    case undefined:
      return draft;
    case "none":
      return { ...draft, kind: "none" as const };
    case "text":
      return { ...draft, text: fill(usual.text, values) };
    case "template":
      return chooseTemplate(setup, values, draft, usual.templateId, usual.language);
    case "edge":
      return {
        ...draft,
        kind: "edge" as const,
        routeId: knownRoute(setup, usual.routeId ?? null),
      };
  }
}

/** The template's text, in this language where it has one; the same draft where there is no such template. */
export function chooseTemplate(
  { templates }: CloseSetup,
  values: Values,
  draft: Draft,
  id: string,
  wanted?: TemplateLanguage,
): Draft {
  const texts = templates.find((each) => each.id === id)?.texts;
  const language = texts && [wanted, ...templateLanguages].find((each) => each && texts[each]);
  const text = language && texts[language];
  if (!text) return draft;
  return { ...draft, kind: "text", text: fill(text, values), template: { id, language } };
}

/** A reason brings what it offers, unless the customer is to get something that was written for him. */
export function chooseReason(
  setup: CloseSetup,
  values: Values,
  draft: Draft,
  reasonId: string | null,
): Draft {
  const chosen = { ...draft, reasonId };
  const reason = setup.reasons.find(({ id }) => id === reasonId);
  const written = draft.kind === "text" && draft.template === null && draft.text.trim() !== "";
  if (!reason || written) return chosen;
  if (reason.templateId) return chooseTemplate(setup, values, chosen, reason.templateId);
  return reason.routeId ? { ...chosen, kind: "edge", routeId: reason.routeId } : chosen;
}

export function toMessage({ kind, text, template, routeId }: Draft): CloseRequest["message"] {
  if (kind === "none") return null;
  if (kind === "edge") return routeId === null ? { type: "edge" } : { type: "edge", routeId };
  return template
    ? { type: "template", templateId: template.id, language: template.language }
    : { type: "text", text: text.trim() };
}

export type Fault = "textMissing" | "valueMissing" | "reasonMissing";

/** What keeps it from being sent. */
export function findFaults(draft: Draft, values: Values, requireReason: boolean): Fault[] {
  const faults: Fault[] = [];
  if (draft.kind === "text" && draft.text.trim() === "") faults.push("textMissing");
  if (draft.kind === "text" && values && holdsPlaceholder(fill(draft.text, values)))
    faults.push("valueMissing");
  if (requireReason && draft.reasonId === null) faults.push("reasonMissing");
  return faults;
}

export const toRemembered = ({ kind, template, routeId, reasonId }: Draft): Remembered => ({
  kind,
  template,
  routeId,
  reasonId,
});

const fill = (text: string, values: Values) => (values ? fillTemplate(text, values).text : text);

const knownRoute = ({ routes }: CloseSetup, id: string | null) =>
  routes.some((route) => route.id === id) ? id : null;

/** As the preview shows it. */
export function toPreview(
  { routes, templates }: CloseSetup,
  { kind, text, template, routeId }: Draft,
  values: Values,
): CloseMessage {
  if (kind === "none") return null;
  if (kind === "text") {
    const name = templates.find(({ id }) => id === template?.id)?.name;
    return {
      type: "text",
      text: fill(text.trim(), values),
      ...(template && name ? { template: { id: template.id, name } } : {}),
    };
  }
  const route = routes.find(({ id }) => id === routeId);
  return { type: "edge", ...(route ? { route: { id: route.id, name: route.name } } : {}) };
}
