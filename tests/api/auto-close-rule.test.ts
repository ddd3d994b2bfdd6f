import { expect, test } from "vitest";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { hire, type Person } from "../support/people.ts";

const { admin, agent, project, addProject } = await openDeskWithJelou();
const foreign = await addProject("foreign");
const path = `/api/projects/${project.id}`;

const add = async (kind: string, input: object, projectId = project.id): Promise<string> => {
  const name = `${kind} ${crypto.randomUUID()}`;
  const { body } = await admin.post(`/api/projects/${projectId}/close-${kind}`, { name, ...input });
  return body.id;
};

const whole = { es: "Adiós {{contact.name|amigo}}", en: "Bye" };
const ours = {
  template: await add("templates", { texts: whole }),
  unfilled: await add("templates", { texts: { es: "Adiós", en: "Bye {{contact.name}}" } }),
  route: await add("routes", { skillId: 1 }),
  reason: await add("reasons", {}),
};
const theirs = {
  template: await add("templates", { texts: whole }, foreign.id),
  route: await add("routes", {}, foreign.id),
  reason: await add("reasons", {}, foreign.id),
};

const save = (rule: object | null, person: Person = admin) =>
  person.patch(path, { autoClose: rule });
const template = (templateId: string, language?: string) => ({
  message: { type: "template", templateId, language },
});

test("the rule is saved as it was given, by a supervisor too, and taken back by null", async () => {
  const supervisor = await hire(admin, "supervisor", [project.id]);
  const rule = {
    afterMinutes: 30,
    warning: { minutesBefore: 5, text: "{{contact.name|Hola}}, ¿sigue ahí?" },
    message: { type: "edge", routeId: ours.route },
    reasonId: ours.reason,
  };
  const { status, body } = await save(rule, supervisor);
  expect([status, body.autoClose]).toEqual([200, rule]);
  expect((await admin.get(path)).body.autoClose).toEqual(rule);
  const least = await save({ afterMinutes: 1 });
  expect(least.body.autoClose).toEqual({
    afterMinutes: 1,
    warning: null,
    message: { type: "none" },
    reasonId: null,
  });
  expect((await save(null)).body.autoClose).toBeNull();
  expect((await save(rule, agent)).status).toBe(403);
});

const warning = { minutesBefore: 5, text: "¿Sigue ahí?" };
const ten = { afterMinutes: 10 };

test.each<[string, object, string]>([
  ["no time", {}, "autoClose.afterMinutes"],
  ["no minute at all", { afterMinutes: 0 }, "autoClose.afterMinutes"],
  ["half a minute", { afterMinutes: 1.5 }, "autoClose.afterMinutes"],
  ["more than thirty days", { afterMinutes: 43_201 }, "autoClose.afterMinutes"],
  [
    "a warning as late as the close",
    { afterMinutes: 5, warning },
    "autoClose.warning.minutesBefore",
  ],
  ["an empty warning", { ...ten, warning: { ...warning, text: " " } }, "autoClose.warning.text"],
  [
    "a warning that lacks a stand-in",
    { ...ten, warning: { ...warning, text: "{{contact.name}}" } },
    "autoClose.warning.text",
  ],
  [
    "a warning with a variable that isn't",
    { ...ten, warning: { ...warning, text: "{{nombre}}" } },
    "autoClose.warning.text",
  ],
  ["another's template", { ...ten, ...template(theirs.template) }, "autoClose.message.templateId"],
  [
    "a template that lacks a stand-in in one language",
    { ...ten, ...template(ours.unfilled, "es") },
    "autoClose.message.templateId",
  ],
  [
    "a language that the template lacks",
    { ...ten, ...template(ours.template, "pt") },
    "autoClose.message.language",
  ],
  [
    "another's route",
    { ...ten, message: { type: "edge", routeId: theirs.route } },
    "autoClose.message.routeId",
  ],
  [
    "a text that lacks a stand-in",
    { ...ten, message: { type: "text", text: "Adiós {{contact.name}}" } },
    "autoClose.message.text",
  ],
  ["another's reason", { ...ten, reasonId: theirs.reason }, "autoClose.reasonId"],
  ["an unknown reason", { ...ten, reasonId: "none" }, "autoClose.reasonId"],
])("a rule with %s is refused and names it", async (_name, rule, field) => {
  const { status, body } = await save(rule);
  expect([status, body.error.code]).toEqual([400, "bad_input"]);
  expect(Object.keys(body.error.fields)).toEqual([field]);
  expect((await admin.get(path)).body.autoClose).toBeNull();
});

test("what the rule names can't be taken from under it", async () => {
  const used = await add("templates", { texts: whole });
  const reason = await add("reasons", {});
  const rule = { ...ten, ...template(used, "es"), reasonId: reason };
  expect((await save(rule)).status).toBe(200);
  const change = (texts: object) => admin.patch(`${path}/close-templates/${used}`, { texts });
  const answers = [
    await admin.remove(`${path}/close-templates/${used}`),
    await admin.remove(`${path}/close-reasons/${reason}`),
    await change({ en: "Bye" }),
    await change({ es: "Adiós {{contact.name}}" }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([409, 409, 409, 409]);
  expect((await change({ es: "Chao {{contact.name|amigo}}" })).status).toBe(200);
  await save(null);
  expect((await change({ es: "Adiós {{contact.name}}" })).status).toBe(200);
  expect((await admin.remove(`${path}/close-templates/${used}`)).status).toBe(204);
});
