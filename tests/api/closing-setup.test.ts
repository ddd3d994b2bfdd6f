import { expect, test } from "vitest";
import {
  fieldsOf,
  inputs,
  kinds,
  make,
  openFullProject,
  openProject,
} from "../support/closing-setup.ts";
import { openDesk } from "../support/desk.ts";

const { admin } = await openDesk();

test.each(kinds)("%s: a supervisor makes, changes and deletes one; all see it", async (kind) => {
  const { path, supervisor, agent } = await openProject(admin);
  const list = `${path}/${kind}`;
  const made = await make(supervisor, list, inputs[kind]);
  expect(made).toMatchObject({ id: expect.any(String), ...inputs[kind] });
  const changed = await supervisor.patch(`${list}/${made.id}`, { name: " Otro nombre " });
  expect(changed).toMatchObject({ status: 200, body: { ...made, name: "Otro nombre" } });
  for (const person of [admin, supervisor, agent]) {
    expect((await person.get(list)).body).toEqual({ items: [changed.body], nextCursor: null });
  }
  expect((await supervisor.remove(`${list}/${made.id}`)).status).toBe(204);
  expect((await agent.get(list)).body.items).toEqual([]);
  expect((await supervisor.remove(`${list}/${made.id}`)).status).toBe(404);
  expect((await supervisor.patch(`${list}/${made.id}`, { name: "x" })).status).toBe(404);
});

test.each(kinds)("%s: an agent lists them and changes nothing", async (kind) => {
  const { path, supervisor, agent } = await openProject(admin);
  const list = `${path}/${kind}`;
  const { id } = await make(supervisor, list, inputs[kind]);
  const answers = [
    await agent.post(list, { ...inputs[kind], name: "Otro" }),
    await agent.patch(`${list}/${id}`, { name: "Otro" }),
    await agent.remove(`${list}/${id}`),
    await agent.patch(path, { requireReason: true }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403, 403]);
  expect((await agent.get(list)).body.items).toMatchObject([{ id, ...inputs[kind] }]);
});

test.each(kinds)("%s: another project's are not there", async (kind) => {
  const [mine, other] = [await openProject(admin), await openProject(admin)];
  const { id } = await make(admin, `${other.path}/${kind}`, inputs[kind]);
  const { supervisor, agent } = mine;
  const answers = [
    await supervisor.get(`${other.path}/${kind}`),
    await agent.get(`${other.path}/${kind}`),
    await supervisor.post(`${other.path}/${kind}`, inputs[kind]),
    await supervisor.patch(`${other.path}/${kind}/${id}`, { name: "x" }),
    await supervisor.remove(`${other.path}/${kind}/${id}`),
    // By way of one's own project.
    await supervisor.patch(`${mine.path}/${kind}/${id}`, { name: "x" }),
    await supervisor.remove(`${mine.path}/${kind}/${id}`),
  ];
  expect(answers.map((answer) => answer.status)).toEqual(Array(7).fill(404));
  expect((await admin.get(`${other.path}/${kind}`)).body.items).toMatchObject([inputs[kind]]);
});

test.each(kinds)("%s: a name is there once in a project, and again in another", async (kind) => {
  const [mine, other] = [await openProject(admin), await openProject(admin)];
  const list = `${mine.path}/${kind}`;
  const { id } = await make(admin, list, inputs[kind]);
  await make(admin, `${other.path}/${kind}`, inputs[kind]);
  const second = await make(admin, list, { ...inputs[kind], name: "Otro" });
  const answers = [
    await admin.post(list, inputs[kind]),
    await admin.post(list, { ...inputs[kind], name: ` ${inputs[kind].name} ` }),
    await admin.patch(`${list}/${second.id}`, { name: inputs[kind].name }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([409, 409, 409]);
  expect(answers.map(fieldsOf)).toEqual([["name"], ["name"], ["name"]]);
  const same = await admin.patch(`${list}/${id}`, { name: inputs[kind].name });
  expect(same.status, "its own name is no clash").toBe(200);
});

test.each([
  [{ es: "Hola {{contact.nombre}}" }, "texts.es", "{{contact.nombre}}"],
  [{ es: "Hola", pt: "Olá {{nome}}, {{contact.name}}" }, "texts.pt", "{{nome}}"],
  [{ en: "Hello {{contact.name" }, "texts.en", "left over"],
  [{ es: "  " }, "texts.es", ""],
  [{}, "texts", "one language"],
])("a template that no customer should get is refused: %j", async (texts, field, words) => {
  const { path, supervisor } = await openProject(admin);
  const list = `${path}/close-templates`;
  const made = await supervisor.post(list, { name: "Mala", texts });
  expect([made.status, fieldsOf(made)]).toEqual([400, [field]]);
  expect(made.body.error.fields[field].join(" ")).toContain(words);
  const { id } = await make(supervisor, list, inputs["close-templates"]);
  const changed = await supervisor.patch(`${list}/${id}`, { texts });
  expect([changed.status, fieldsOf(changed)]).toEqual([400, [field]]);
});

test("a text has 4,096 characters at most", async () => {
  const { path, supervisor } = await openProject(admin);
  const text = (length: number) => "a".repeat(length);
  for (const [length, status] of [
    [4_096, 201],
    [4_097, 400],
  ] as const) {
    const template = { name: String(length), texts: { es: text(length) } };
    expect((await supervisor.post(`${path}/close-templates`, template)).status).toBe(status);
  }
  const rules = { defaultMessage: { type: "text", text: text(4_097) } };
  expect(fieldsOf(await supervisor.patch(path, rules))).toEqual(["defaultMessage.text"]);
});

test("a language that isn't ours is refused, and a change of the texts replaces them all", async () => {
  const { path, supervisor } = await openProject(admin);
  const list = `${path}/close-templates`;
  const made = await supervisor.post(list, { name: "x", texts: { fr: "Bonjour" } });
  expect(made.status).toBe(400);
  const { id } = await make(supervisor, list, { name: "x", texts: { es: "Hola", en: "Hello" } });
  const { body } = await supervisor.patch(`${list}/${id}`, { texts: { pt: "Olá" } });
  expect(body.texts).toEqual({ pt: "Olá" });
});

test("a route keeps a number as a number, a text as a text, and nothing as nothing", async () => {
  const { path, supervisor } = await openProject(admin);
  const list = `${path}/close-routes`;
  const { id, ...route } = await make(supervisor, list, { name: "Encuesta", skillId: 12 });
  expect(route).toEqual({ name: "Encuesta", skillId: 12, targetId: null });
  const change = async (body: object) => (await supervisor.patch(`${list}/${id}`, body)).body;
  expect(await change({ skillId: "12" })).toMatchObject({ skillId: "12", targetId: null });
  expect(await change({ targetId: "t" })).toMatchObject({ skillId: "12", targetId: "t" });
  expect(await change({ skillId: null })).toMatchObject({ skillId: null, targetId: "t" });
  const wrong = await supervisor.patch(`${list}/${id}`, { skillId: 1.5 });
  expect([wrong.status, fieldsOf(wrong)]).toEqual([400, ["skillId"]]);
});

test("reasons stand in the order one gives them, without a gap", async () => {
  const { path, supervisor, order, changeReason, listReasons, reasonId } =
    await openFullProject(admin);
  expect(await order()).toBe("ABCD");
  expect((await changeReason("D", { order: 0 })).body).toMatchObject({ name: "D", order: 0 });
  expect(await order()).toBe("DABC");
  await changeReason("D", { order: 2 });
  expect(await order()).toBe("ABDC");
  await changeReason("A", { order: 1_000 });
  expect(await order(), "beyond the end is the end").toBe("BDCA");
  await make(supervisor, `${path}/close-reasons`, { name: "E", order: 1 });
  expect(await order()).toBe("BEDCA");
  await supervisor.remove(`${path}/close-reasons/${reasonId("D")}`);
  expect((await listReasons()).map((each) => each.order)).toEqual([0, 1, 2, 3]);
  await make(supervisor, `${path}/close-reasons`, { name: "F" });
  expect(await order()).toBe("BECAF");
  for (const wrong of [-1, 1.5, 1_001])
    expect(fieldsOf(await changeReason("B", { order: wrong }))).toEqual(["order"]);
});

test("moves that come at once lose no reason and leave no two in one place", async () => {
  const { changeReason, listReasons } = await openFullProject(admin);
  await Promise.all(["A", "B", "C", "D"].map((name) => changeReason(name, { order: 1 })));
  const reasons = await listReasons();
  expect(reasons.map(({ name }) => name).toSorted()).toEqual(["A", "B", "C", "D"]);
  expect(reasons.map(({ order }) => order)).toEqual([0, 1, 2, 3]);
});

test("a reason offers a template or a route, never both", async () => {
  const { path, supervisor, changeReason, templateId, routeId } = await openFullProject(admin);
  const both = { templateId, routeId };
  const made = await supervisor.post(`${path}/close-reasons`, { name: "Ambos", ...both });
  expect([made.status, fieldsOf(made)]).toEqual([400, ["routeId"]]);
  const changed = await changeReason("A", both);
  expect([changed.status, fieldsOf(changed)]).toEqual([400, ["routeId"]]);
  const change = async (body: object) => (await changeReason("A", body)).body;
  expect(await change({ templateId })).toMatchObject({ templateId, routeId: null });
  expect(await change({ active: false })).toMatchObject({ active: false, templateId });
  expect(await change({ routeId }), "the other goes").toMatchObject({
    templateId: null,
    routeId,
    active: false,
  });
  expect(await change({ routeId: null })).toMatchObject({ templateId: null, routeId: null });
});

test("a template or a route that goes is offered by no reason any more", async () => {
  const { path, supervisor, changeReason, templateId, routeId, listReasons } =
    await openFullProject(admin);
  await changeReason("A", { templateId });
  await changeReason("B", { routeId });
  expect((await supervisor.remove(`${path}/close-templates/${templateId}`)).status).toBe(204);
  expect((await supervisor.remove(`${path}/close-routes/${routeId}`)).status).toBe(204);
  for (const reason of await listReasons())
    expect(reason).toMatchObject({ templateId: null, routeId: null });
});

test.each(["templateId", "routeId"])(
  "an empty %s of a reason is wrong, and null is none",
  async (field) => {
    const { path, supervisor } = await openProject(admin);
    const refused = await supervisor.post(`${path}/close-reasons`, { name: "x", [field]: "" });
    expect(refused).toMatchObject({ status: 400, body: { error: { code: "bad_input" } } });
    const made = await supervisor.post(`${path}/close-reasons`, { name: "x", [field]: null });
    expect(made).toMatchObject({ status: 201, body: { [field]: null } });
  },
);
