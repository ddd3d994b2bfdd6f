import { expect, onTestFinished, test } from "vitest";
import { assign } from "../support/conversation-rows.ts";
import { hurry } from "../support/hurry.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { startPayload } from "../support/payloads.ts";
import { hire, type Person } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { admin, agent, project, addProject, greet, get, idOf, close, settles, callsFor, withFault } =
  await openDeskWithJelou();
const foreign = await addProject("foreign");
const supervisor = await hire(admin, "supervisor", [project.id], "Sara Supervisora");

type Kind = "reasons" | "templates" | "routes";
let made = 0;

async function add(kind: Kind, input: object, projectId = project.id): Promise<string> {
  made += 1;
  const path = `/api/projects/${projectId}/close-${kind}`;
  const { status, body } = await admin.post(path, { name: `${kind} ${made}`, ...input });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const usual = { requireReason: false, undoMs: 5_000, closeOthers: true };

/** Rules that hold for one test. */
async function withRules(rules: object) {
  expect((await supervisor.patch(`/api/projects/${project.id}`, rules)).status).toBe(200);
  onTestFinished(async () => void (await admin.patch(`/api/projects/${project.id}`, usual)));
}

/** That the answer is a 400 for this field, and that nothing came of it. */
async function expectRefused(
  { status, body }: Awaited<ReturnType<typeof close>>,
  id: string,
  field: string,
  reason?: string,
) {
  expect([status, body.error.code]).toEqual([400, "bad_input"]);
  expect(Object.keys(body.error.fields)).toEqual([field]);
  expect(body.reason).toBe(reason);
  const { status: still, close: none, contact } = await get(id, admin);
  expect([still, none]).toEqual(["open", null]);
  expect(callsFor(contact.id)).toEqual([]);
}

test.each<[string, () => Person]>([
  ["an agent", () => agent],
  ["a supervisor", () => supervisor],
  ["an admin", () => admin],
])("with the rule %s closes nothing without a reason", async (_who, person) => {
  await withRules({ requireReason: true });
  const { id } = await greet();
  for (const reasonId of [undefined, null, ""])
    await expectRefused(await close(id, { reasonId }, person()), id, "reasonId", "reason_required");
  const reasonId = await add("reasons", {});
  expect((await close(id, { reasonId }, person())).status).toBe(202);
  await settles(id, "confirmed");
});

test("a reason must be the project's own and in use, whether the rule asks for one or not", async () => {
  const wrong = [
    await add("reasons", { active: false }),
    await add("reasons", {}, foreign.id),
    crypto.randomUUID(),
  ];
  const { id } = await greet();
  for (const reasonId of wrong) await expectRefused(await close(id, { reasonId }), id, "reasonId");
  await withRules({ requireReason: true });
  for (const reasonId of wrong) await expectRefused(await close(id, { reasonId }), id, "reasonId");
});

test("a close keeps its reason as it was called then, renamed or deleted since", async () => {
  const reasonId = await add("reasons", { name: "Resuelto" });
  const { id } = await greet();
  const { body } = await close(id, { reasonId });
  expect(body.close.reason).toEqual({ id: reasonId, name: "Resuelto" });
  await settles(id, "confirmed");
  const path = `/api/projects/${project.id}/close-reasons/${reasonId}`;
  await admin.patch(path, { name: "Otra cosa" });
  expect((await get(id)).close?.reason).toEqual({ id: reasonId, name: "Resuelto" });
  expect((await admin.remove(path)).status).toBe(204);
  expect((await get(id)).close?.reason).toEqual({ id: reasonId, name: "Resuelto" });
});

const texts = {
  es: "Hola {{contact.name}}, soy {{ agent.name }} de {{project.name}}. {{contact.name}}, ¡adiós!",
  pt: "Tchau {{contact.name|amigo}}",
};

test.each([
  ["in the language asked for", "pt", "Tchau Íñigo {{agent.name}} $& $1"],
  [
    "in the first that there is where none is asked for",
    undefined,
    "Hola Íñigo {{agent.name}} $& $1, soy Ana Agente de p1. Íñigo {{agent.name}} $& $1, ¡adiós!",
  ],
])("a template reaches the customer filled in, %s", async (_name, language, text) => {
  const templateId = await add("templates", { name: `Adiós ${language}`, texts });
  const { id, jelou } = await greet({ userName: "Íñigo {{agent.name}} $& $1" });
  await close(id, { message: { type: "template", templateId, language } });
  const closed = await settles(id, "confirmed");
  expect(callsFor(jelou.user.id).map((call) => call.body)).toEqual([
    { botId: "bot", userId: jelou.user.id, redirectPayload: { type: "text", text } },
  ]);
  const template = { id: templateId, name: `Adiós ${language}` };
  expect(closed.close?.message).toEqual({ type: "text", text, template });
});

test("a template has no text in a language that it lacks", async () => {
  const templateId = await add("templates", { texts });
  const { id } = await greet();
  const message = { type: "template", templateId, language: "en" };
  await expectRefused(await close(id, { message }), id, "message.language");
});

/** A customer whose name nobody knows. */
async function greetNameless(userId: string) {
  const conversation = `of-${userId}`;
  await postWebhook(startPayload({ conversation, contact: userId, name: null }));
  return idOf(conversation);
}

test("without a value a template isn't sent, and with a stand-in that is", async () => {
  const templateId = await add("templates", { texts });
  const id = await greetNameless("nameless");
  const message = { type: "template", templateId };
  const refused = await close(id, { message });
  await expectRefused(refused, id, "message.templateId", "missing_value");
  expect(refused.body.missing).toEqual(["contact.name"]);
  await close(id, { message: { ...message, language: "pt" } });
  await expect
    .poll(() => callsFor("nameless").map((call) => call.body), { timeout: 10_000, interval: 10 })
    .toMatchObject([{ redirectPayload: { type: "text", text: "Tchau amigo" } }]);
});

test("a free text is filled in as well, and what is no variable stays as it was written", async () => {
  const text = "{{contact.name}} {{nada}} {{ contact.name|x }} {contact.name} }} $& \\n";
  const { id, jelou } = await greet({ userName: "Íñigo" });
  await close(id, { message: { type: "text", text } });
  await settles(id, "confirmed");
  const sent = "Íñigo {{nada}} Íñigo {contact.name} }} $& \\n";
  expect(callsFor(jelou.user.id)[0]?.body).toMatchObject({
    redirectPayload: { type: "text", text: sent },
  });
  const nameless = await greetNameless("nameless-too");
  const message = { type: "text", text };
  await expectRefused(
    await close(nameless, { message }),
    nameless,
    "message.text",
    "missing_value",
  );
});

test.each<[string, { skillId?: string | number; targetId?: string | number }]>([
  ["a number", { skillId: 42, targetId: 0 }],
  ["a text of digits", { skillId: "42", targetId: "007" }],
  ["one of the two", { targetId: "menu" }],
  ["neither", {}],
])("a route sends the customer back with exactly what it holds: %s", async (_name, targets) => {
  const routeId = await add("routes", targets);
  const { id, jelou } = await greet();
  await close(id, { message: { type: "edge", routeId } });
  const { close: closed } = await settles(id, "confirmed");
  const redirectPayload = { type: "edge", ...targets };
  expect(callsFor(jelou.user.id).map((call) => call.body)).toEqual([
    { botId: "bot", userId: jelou.user.id, redirectPayload },
  ]);
  const route = { id: routeId, name: expect.any(String) };
  expect(closed?.message).toEqual({ type: "edge", route, ...targets });
});

test("what was chosen is sent, changed or deleted in the undo time as it may be", async () => {
  const routeId = await add("routes", { skillId: "before" });
  const templateId = await add("templates", { texts: { es: "Antes" } });
  const [back, told] = [await greet(), await greet()];
  const ofBack = await close(back.id, { message: { type: "edge", routeId }, undoMs: 10_000 });
  const ofTold = await close(told.id, {
    message: { type: "template", templateId },
    undoMs: 10_000,
  });
  await admin.remove(`/api/projects/${project.id}/close-routes/${routeId}`);
  const path = `/api/projects/${project.id}/close-templates/${templateId}`;
  await admin.patch(path, { texts: { es: "Después" } });
  for (const { body } of [ofBack, ofTold]) await hurry(body.close.id);
  await settles(back.id, "confirmed");
  await settles(told.id, "confirmed");
  const got = [back, told].map(({ jelou }) => callsFor(jelou.user.id)[0]?.body);
  expect(got).toMatchObject([
    { redirectPayload: { type: "edge", skillId: "before" } },
    { redirectPayload: { type: "text", text: "Antes" } },
  ]);
});

test("another project's template and route are none of ours", async () => {
  const templateId = await add("templates", { texts }, foreign.id);
  const routeId = await add("routes", {}, foreign.id);
  const { id } = await greet();
  const template = await close(id, { message: { type: "template", templateId } });
  await expectRefused(template, id, "message.templateId");
  const route = await close(id, { message: { type: "edge", routeId } });
  await expectRefused(route, id, "message.routeId");
});

test("with the rule agents close their own and nobody's, and supervisors and admins everybody's", async () => {
  const other = await hire(admin, "agent", [project.id], "Otro Agente");
  const given = async (assignee: string | null) => {
    const { id } = await greet();
    await assign(id, assignee);
    return id;
  };
  await withRules({ closeOthers: false });
  const his = await given(other.id);
  const { status, body } = await close(his);
  expect([status, body.error.code, body.reason]).toEqual([403, "forbidden", "others"]);
  expect(await get(his)).toMatchObject({ status: "open", close: null });
  expect((await close(his, {}, other)).status).toBe(202);
  expect((await close(await given(other.id), {}, supervisor)).status).toBe(202);
  expect((await close(await given(other.id), {}, admin)).status).toBe(202);
  expect((await close(await given(agent.id))).status).toBe(202);
  expect((await close(await given(null))).status).toBe(202);
  await withRules({ closeOthers: true });
  expect((await close(await given(other.id))).status).toBe(202);
});

test("who may not close what another has can neither mark it nor try it again, but may undo", async () => {
  const { id } = await greet();
  withFault({ on: "close", status: 401, body: {} });
  await close(id);
  await settles(id, "refused");
  const { id: waiting } = await greet();
  const { body } = await close(waiting, { undoMs: 10_000 });
  const other = await hire(admin, "agent", [project.id]);
  await assign(id, other.id);
  await assign(waiting, other.id);
  await withRules({ closeOthers: false });
  const mark = await agent.post(`/api/conversations/${id}/mark-closed`, { note: "x" });
  const retry = await agent.post(`/api/closes/${(await get(id)).close?.id}/retry`);
  for (const answer of [mark, retry])
    expect([answer.status, answer.body.reason]).toEqual([403, "others"]);
  expect(await get(id)).toMatchObject({ status: "open", close: { state: "refused" } });
  expect((await agent.post(`/api/closes/${body.close.id}/cancel`)).status).toBe(200);
  expect((await other.post(`/api/conversations/${id}/mark-closed`, { note: "x" })).status).toBe(
    200,
  );
});

test("the undo time is the rule's, unless the request names another", async () => {
  const undoOf = async (input: object) => {
    const { id } = await greet();
    const { body } = await close(id, input);
    return body.close.dueAt - body.close.requestedAt;
  };
  expect(await undoOf({ undoMs: undefined })).toBe(5_000);
  await withRules({ undoMs: 8_000 });
  expect(await undoOf({ undoMs: undefined })).toBe(8_000);
  expect(await undoOf({ undoMs: 2_000 })).toBe(2_000);
  expect(await undoOf({ undoMs: 0 })).toBe(0);
});
