import { expect, test } from "vitest";
import {
  type CloseSetup,
  chooseReason,
  chooseTemplate,
  emptyDraft,
  findFaults,
  firstDraft,
  refreshDraft,
  toMessage,
  toPreview,
  toRemembered,
} from "@/components/closing/make-draft";
import type { Close } from "@/lib/conversations/schema";

const setup: CloseSetup = {
  reasons: [
    { id: "solved", name: "Resuelto", order: 0, active: true, templateId: "bye", routeId: null },
    { id: "survey", name: "Encuesta", order: 1, active: true, templateId: null, routeId: "r1" },
    { id: "spam", name: "Spam", order: 2, active: true, templateId: null, routeId: null },
  ],
  templates: [
    {
      id: "bye",
      name: "Despedida",
      texts: { es: "Adiós, {{contact.name}}", en: "Bye, {{contact.name}}" },
    },
    { id: "plain", name: "Corta", texts: { pt: "Obrigado" } },
  ],
  routes: [{ id: "r1", name: "Encuesta", skillId: 7, targetId: null }],
};
const ana = { "contact.name": "Ana", "agent.name": "Luz", "project.name": "Tienda" };
const nobody = { ...ana, "contact.name": null };

test("without a past and without rules one begins with an empty text", () => {
  expect(firstDraft(setup, ana, null, null, null)).toEqual(emptyDraft);
});

test("the last choice goes before the project's default, the default before nothing", () => {
  const usual = { type: "edge", routeId: "r1" } as const;
  expect(firstDraft(setup, ana, null, null, usual)).toMatchObject({ kind: "edge", routeId: "r1" });
  const last = { kind: "none", template: null, routeId: null, reasonId: "spam" } as const;
  expect(firstDraft(setup, ana, null, last, usual)).toMatchObject({
    kind: "none",
    reasonId: "spam",
  });
});

test("a remembered template is filled in for this customer; a free text is not offered to another", () => {
  const draft = chooseTemplate(setup, ana, emptyDraft, "bye", "en");
  const again = firstDraft(
    setup,
    { ...ana, "contact.name": "Beto" },
    null,
    toRemembered(draft),
    null,
  );
  expect(again).toMatchObject({ text: "Bye, Beto", template: { id: "bye", language: "en" } });
  const written = { ...emptyDraft, text: "Hasta luego, Ana" };
  expect(firstDraft(setup, ana, null, toRemembered(written), null).text).toBe("");
});

test("what has gone from the set-up isn't offered any more", () => {
  const gone = { kind: "edge", template: null, routeId: "old", reasonId: "old" } as const;
  expect(firstDraft(setup, ana, null, gone, null)).toMatchObject({
    kind: "edge",
    routeId: null,
    reasonId: null,
  });
  const template = { id: "old", language: "es" } as const;
  expect(firstDraft(setup, ana, null, { ...gone, kind: "text", template }, null)).toEqual(
    emptyDraft,
  );
});

test("what Jelou found fault with comes back as it was", () => {
  const faulty = {
    message: { type: "text", text: "Texto largo" },
    reason: { id: "spam", name: "Spam" },
    note: "nota",
  } as Close;
  const last = { kind: "none", template: null, routeId: null, reasonId: null } as const;
  expect(firstDraft(setup, ana, faulty, last, { type: "none" })).toEqual({
    ...emptyDraft,
    text: "Texto largo",
    reasonId: "spam",
    note: "nota",
  });
});

test("a reason brings its template or route, and leaves alone what somebody has written", () => {
  expect(chooseReason(setup, ana, emptyDraft, "solved")).toMatchObject({
    reasonId: "solved",
    kind: "text",
    text: "Adiós, Ana",
  });
  expect(chooseReason(setup, ana, emptyDraft, "survey")).toMatchObject({
    kind: "edge",
    routeId: "r1",
  });
  const written = { ...emptyDraft, text: "Hola" };
  expect(chooseReason(setup, ana, written, "solved")).toEqual({ ...written, reasonId: "solved" });
  const template = chooseTemplate(setup, ana, emptyDraft, "bye");
  expect(chooseReason(setup, ana, template, "survey").kind).toBe("edge");
});

test("after a free text the project's default is offered, not an empty box", () => {
  const last = { kind: "text", template: null, routeId: null, reasonId: null } as const;
  const usual = { type: "text", text: "Gracias, {{contact.name}}" } as const;
  expect(firstDraft(setup, ana, null, last, usual).text).toBe("Gracias, Ana");
  const gone = { ...last, template: { id: "old", language: "es" } } as const;
  expect(firstDraft(setup, ana, null, gone, usual).text).toBe("Gracias, Ana");
});

test("what changes or goes while one is choosing is shown as it is now", () => {
  const draft = { ...chooseReason(setup, ana, emptyDraft, "solved"), note: "n" };
  expect(refreshDraft(setup, ana, draft)).toEqual(draft);
  const texts = { es: "Hasta pronto, {{contact.name}}" };
  const changed = { ...setup, templates: [{ id: "bye", name: "Despedida", texts }] };
  expect(refreshDraft(changed, ana, draft)).toMatchObject({ text: "Hasta pronto, Ana", note: "n" });
  expect(refreshDraft(changed, ana, { ...draft, kind: "none" }).kind).toBe("none");
  const nothing = { reasons: [], templates: [], routes: [] };
  const left = refreshDraft(nothing, ana, { ...draft, routeId: "r1" });
  expect(left).toMatchObject({ reasonId: null, routeId: null, template: null, text: "Adiós, Ana" });
});

test("a template in another language than the one wanted is better than none", () => {
  expect(chooseTemplate(setup, ana, emptyDraft, "plain", "es")).toMatchObject({
    text: "Obrigado",
    template: { id: "plain", language: "pt" },
  });
});

test("what is sent is the template as long as nobody has touched its text", () => {
  const draft = chooseTemplate(setup, ana, emptyDraft, "bye", "es");
  expect(toMessage(draft)).toEqual({ type: "template", templateId: "bye", language: "es" });
  const edited = { ...draft, text: " Adiós ", template: null };
  expect(toMessage(edited)).toEqual({ type: "text", text: "Adiós" });
  expect(toMessage({ ...draft, kind: "none" })).toBeNull();
  expect(toMessage({ ...draft, kind: "edge" })).toEqual({ type: "edge" });
  expect(toMessage({ ...draft, kind: "edge", routeId: "r1" })).toEqual({
    type: "edge",
    routeId: "r1",
  });
});

test("the preview is what the customer gets, with a free text's variables filled in too", () => {
  const free = { ...emptyDraft, text: " Hola {{contact.name}} {{otro}} " };
  expect(toPreview(setup, free, ana)).toEqual({ type: "text", text: "Hola Ana {{otro}}" });
  expect(toPreview(setup, chooseReason(setup, ana, emptyDraft, "survey"), ana)).toEqual({
    type: "edge",
    route: { id: "r1", name: "Encuesta" },
  });
});

test("nothing goes out with a hole, without a text or without a reason that is required", () => {
  expect(findFaults(emptyDraft, ana, true)).toEqual(["textMissing", "reasonMissing"]);
  const draft = chooseTemplate(setup, nobody, emptyDraft, "bye");
  expect(findFaults(draft, nobody, false)).toEqual(["valueMissing"]);
  expect(findFaults({ ...draft, kind: "none" }, nobody, false)).toEqual([]);
  expect(findFaults(draft, null, false), "for many the desk knows each one's").toEqual([]);
});
