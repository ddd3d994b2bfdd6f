import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { fieldsOf, make, openFullProject, openProject } from "../support/closing-setup.ts";
import { openDesk } from "../support/desk.ts";

const { admin } = await openDesk();

test("what another project has can't be offered or named", async () => {
  const [mine, other] = [await openFullProject(admin), await openFullProject(admin)];
  const { path, supervisor, changeReason } = mine;
  const template = { type: "template", templateId: other.templateId };
  const route = { type: "edge", routeId: other.routeId };
  const auto = (change: object) => ({ autoClose: { afterMinutes: 60, ...change } });
  const answers = [
    await changeReason("A", { templateId: other.templateId }),
    await changeReason("A", { routeId: other.routeId }),
    await supervisor.patch(path, { defaultMessage: template }),
    await supervisor.patch(path, { defaultMessage: route }),
    await supervisor.patch(path, auto({ message: template })),
    await supervisor.patch(path, auto({ reasonId: other.reasonId("A") })),
  ];
  expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(400));
  expect(answers.flatMap(fieldsOf)).toEqual([
    "templateId",
    "routeId",
    "defaultMessage.templateId",
    "defaultMessage.routeId",
    "autoClose.message.templateId",
    "autoClose.reasonId",
  ]);
});

test("what the rules name can't be deleted, until they name something else", async () => {
  const { path, supervisor, templateId, routeId, reasonId } = await openFullProject(admin);
  const template = { type: "template", templateId };
  const edge = { type: "edge", routeId };
  const remove = async (item: string) => (await supervisor.remove(`${path}/${item}`)).status;
  const set = async (rules: object) =>
    expect((await supervisor.patch(path, rules)).status).toBe(200);

  await set({ defaultMessage: template });
  expect(await remove(`close-templates/${templateId}`)).toBe(409);
  await set({ defaultMessage: edge });
  expect(await remove(`close-routes/${routeId}`)).toBe(409);
  const reason = reasonId("B");
  await set({
    defaultMessage: null,
    autoClose: { afterMinutes: 60, message: template, reasonId: reason },
  });
  expect(await remove(`close-templates/${templateId}`)).toBe(409);
  expect(await remove(`close-reasons/${reason}`)).toBe(409);
  await set({ autoClose: { afterMinutes: 60, message: edge } });
  expect(await remove(`close-routes/${routeId}`)).toBe(409);
  await set({ autoClose: null });
  expect([
    await remove(`close-templates/${templateId}`),
    await remove(`close-routes/${routeId}`),
    await remove(`close-reasons/${reason}`),
  ]).toEqual([204, 204, 204]);
});

test("the rules name a language only where the template has a text in it", async () => {
  const { path, supervisor, templateId } = await openFullProject(admin);
  const named = (language: string) => ({
    defaultMessage: { type: "template", templateId, language },
  });
  const wrong = await supervisor.patch(path, named("pt"));
  expect([wrong.status, fieldsOf(wrong)]).toEqual([400, ["defaultMessage.language"]]);
  expect((await supervisor.patch(path, named("es"))).status).toBe(200);
  const change = async (texts: object) =>
    (await supervisor.patch(`${path}/close-templates/${templateId}`, { texts })).status;
  expect(await change({ pt: "Olá" })).toBe(409);
  expect(await change({ es: "Hola", pt: "Olá" })).toBe(200);
  await supervisor.patch(path, { defaultMessage: null });
  expect(await change({ pt: "Olá" })).toBe(200);
});

test("what goes out with nobody looking has a stand-in for a customer without a name", async () => {
  const { path, supervisor, templateId } = await openFullProject(admin);
  const list = `${path}/close-templates`;
  const [{ id: lacking }, text] = [
    await make(supervisor, list, { name: "Sin", texts: { es: "Gracias, {{contact.name}}" } }),
    "Gracias, {{contact.name|amigo}}",
  ];
  const set = (message: object, warning: string) =>
    supervisor.patch(path, {
      autoClose: { afterMinutes: 30, warning: { minutesBefore: 5, text: warning }, message },
    });
  const refused = await set({ type: "template", templateId: lacking }, text);
  expect([refused.status, fieldsOf(refused)]).toEqual([400, ["autoClose.message.templateId"]]);
  expect((await set({ type: "text", text }, text)).status).toBe(200);
  expect((await set({ type: "template", templateId }, text)).status).toBe(200);
  const change = async (es: string) =>
    (await supervisor.patch(`${list}/${templateId}`, { texts: { es } })).status;
  expect(await change("Gracias, {{contact.name}}"), "nor does it lose it afterwards").toBe(409);
  expect(await change("Adiós, {{contact.name|amigo}}")).toBe(200);
  await supervisor.patch(path, {
    autoClose: null,
    defaultMessage: { type: "template", templateId },
  });
  expect(await change("Gracias, {{contact.name}}"), "a person sees what he sends").toBe(200);
});

test("a supervisor changes the rules and nothing else of a project", async () => {
  const { path, supervisor, agent } = await openProject(admin);
  const rules = {
    requireReason: true,
    undoMs: 0,
    closeOthers: false,
    defaultMessage: { type: "text", text: "Gracias" },
    autoClose: {
      afterMinutes: 60,
      warning: { minutesBefore: 59, text: "¿Sigue ahí?" },
      message: { type: "edge" },
      reasonId: null,
    },
  };
  const { status, body } = await supervisor.patch(path, rules);
  expect(status).toBe(200);
  expect(body).toMatchObject(rules);
  expect((await agent.get(path)).body, "the close dialog needs them").toMatchObject(rules);
  expect((await admin.get(path)).body).toMatchObject(rules);
  for (const more of [
    { name: "Otro" },
    { gatewayUrl: "https://gateway.jelou.ai/platform/v1" },
    { messagesUrl: "https://chatbot.jelou.ai/v2" },
    { signatureMode: "json" },
    { closesPaused: true },
    { archived: true },
  ]) {
    const refused = await supervisor.patch(path, { undoMs: 9_000, ...more });
    expect(refused.status, JSON.stringify(more)).toBe(403);
  }
  expect((await admin.get(path)).body).toMatchObject(rules);
  const back = { defaultMessage: null, autoClose: null };
  expect((await supervisor.patch(path, back)).body).toMatchObject({ ...rules, ...back });
});

test("a project starts with rules that ask for nothing", async () => {
  const { path, agent } = await openProject(admin);
  expect((await agent.get(path)).body).toMatchObject({
    requireReason: false,
    undoMs: 5_000,
    closeOthers: true,
    defaultMessage: null,
    autoClose: null,
    closesPaused: false,
    closesPausedBecause: null,
  });
});

test.each([
  [{ undoMs: -1 }, "undoMs"],
  [{ undoMs: 10_001 }, "undoMs"],
  [{ undoMs: 2.5 }, "undoMs"],
  [{ defaultMessage: { type: "text", text: " " } }, "defaultMessage.text"],
  [{ defaultMessage: { type: "text", text: "{{contact.nombre}}" } }, "defaultMessage.text"],
  [{ defaultMessage: { type: "text", text: "{{contact.name" } }, "defaultMessage.text"],
  [{ autoClose: { afterMinutes: 0 } }, "autoClose.afterMinutes"],
  [{ autoClose: { afterMinutes: 43_201 } }, "autoClose.afterMinutes"],
  [
    { autoClose: { afterMinutes: 30, warning: { minutesBefore: 30, text: "¿?" } } },
    "autoClose.warning.minutesBefore",
  ],
  [
    { autoClose: { afterMinutes: 30, warning: { minutesBefore: 0, text: "¿?" } } },
    "autoClose.warning.minutesBefore",
  ],
  [
    { autoClose: { afterMinutes: 30, warning: { minutesBefore: 5, text: "" } } },
    "autoClose.warning.text",
  ],
  [
    { autoClose: { afterMinutes: 30, warning: { minutesBefore: 5, text: "{{contact.name}}?" } } },
    "autoClose.warning.text",
  ],
  [
    { autoClose: { afterMinutes: 30, message: { type: "text", text: "Adiós, {{contact.name}}" } } },
    "autoClose.message.text",
  ],
])("rules out of bounds are refused: %j", async (rules, field) => {
  const { path, supervisor } = await openProject(admin);
  const answer = await supervisor.patch(path, rules);
  expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
});

test.each([0, 10_000])("undoing may take %d ms", async (undoMs) => {
  const { path, supervisor } = await openProject(admin);
  expect((await supervisor.patch(path, { undoMs })).body).toMatchObject({ undoMs });
});

test("why closes are paused: who resumes or pauses them takes the desk's own reason away", async () => {
  const { id, path, agent, supervisor } = await openProject(admin);
  const pauseAsTheDesk = () =>
    db()
      .updateTable("projects")
      .set({ closes_paused: 1, closes_paused_because: "unauthorized" })
      .where("id", "=", id)
      .execute();
  const paused = async () => {
    const { closesPaused, closesPausedBecause } = (await agent.get(path)).body;
    return [closesPaused, closesPausedBecause];
  };
  const credentials = { kind: "api-key", apiKey: "another-key" };

  await pauseAsTheDesk();
  expect(await paused()).toEqual([true, "unauthorized"]);
  await supervisor.patch(path, { requireReason: true });
  expect(await paused(), "rules change nothing of it").toEqual([true, "unauthorized"]);
  await admin.patch(path, { closesPaused: false });
  expect(await paused()).toEqual([false, null]);
  await pauseAsTheDesk();
  await admin.patch(path, { closesPaused: true });
  expect(await paused(), "an admin's pause").toEqual([true, null]);
  const saveCredentials = async () =>
    expect((await admin.put(`${path}/credentials`, credentials)).status).toBe(204);
  await saveCredentials();
  expect(await paused(), "stays with new credentials").toEqual([true, null]);
  await pauseAsTheDesk();
  await saveCredentials();
  expect(await paused(), "the desk's own ends with them").toEqual([false, null]);
});
