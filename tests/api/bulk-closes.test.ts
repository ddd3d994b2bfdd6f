import { expect, test } from "vitest";
import { idsOf, openBulkDesk } from "../support/bulk-desk.ts";
import { assign } from "../support/conversation-rows.ts";
import { hire, type Person } from "../support/people.ts";

const desk = await openBulkDesk();
const { admin, agent, project, addProject, get, close, settles, callsFor, withFault } = desk;
const { greetMany, bulk, job, jobBecomes, itemsOf, closeCalls } = desk;
const foreign = await addProject("foreign");
const stranger = await hire(admin, "agent", [foreign.id], "De Otro Proyecto");

const countsOf = ({
  total,
  done,
  succeeded,
  failed,
  skipped,
}: Awaited<ReturnType<typeof job>>) => ({
  total,
  done,
  succeeded,
  failed,
  skipped,
});

test("conversations named by their ids are closed one by one, each as a close of its own", async () => {
  const given = await greetMany(3);
  const message = { type: "text", text: "Gracias, {{contact.name}}" };
  const answer = await bulk({ ids: idsOf(given), message, note: "Fin de turno" });
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({ id: expect.any(String), total: 3, done: 0 });
  const ended = await jobBecomes(answer.body.id, "finished");
  expect(countsOf(ended)).toEqual({ total: 3, done: 3, succeeded: 3, failed: 0, skipped: 0 });
  expect(ended).toMatchObject({
    requestedBy: { id: agent.id, name: "Ana Agente" },
    pausedProjects: [],
    nextCursor: null,
  });
  expect(ended.endedAt).toBeGreaterThanOrEqual(ended.dueAt);
  expect(ended.items.map((item) => item.conversationId)).toEqual(idsOf(given));
  for (const { id, jelou } of given) {
    expect((await settles(id, "confirmed")).close).toMatchObject({
      bulkId: answer.body.id,
      note: "Fin de turno",
      requestedBy: { id: agent.id },
      message: { type: "text", text: `Gracias, ${jelou.user.name}` },
    });
    expect(callsFor(jelou.user.id)).toHaveLength(1);
  }
});

test("an id given twice is one item, and ids that one may not see fail by themselves", async () => {
  const [ours] = await greetMany(1);
  const [theirs] = await greetMany(1, { projectId: "foreign" });
  const nobodys = crypto.randomUUID();
  const ids = [nobodys, ours!.id, theirs!.id, ours!.id, nobodys];
  const { body } = await bulk({ ids });
  expect(body.total).toBe(3);
  const ended = await jobBecomes(body.id, "finished");
  expect(countsOf(ended)).toEqual({ total: 3, done: 3, succeeded: 1, failed: 2, skipped: 0 });
  const mine = await job(body.id, agent);
  const error = { code: "not_found", message: expect.any(String) };
  expect(mine.items).toMatchObject([
    { conversationId: nobodys, state: "failed", result: "failed", error },
    { conversationId: ours!.id, result: "succeeded", error: null },
    { conversationId: theirs!.id, state: "failed", result: "failed", error },
  ]);
  const told = JSON.stringify(mine);
  expect(told).not.toContain(theirs!.jelou.user.id);
  expect(told).not.toContain(theirs!.jelou.user.name);
  expect(await get(theirs!.id, admin)).toMatchObject({ status: "open", close: null });
});

test("a project that one may not see holds no job up, and isn't named", async () => {
  const [theirs] = await greetMany(1, { projectId: "foreign" });
  await desk.withRules({ closesPaused: true }, { closesPaused: false }, foreign.id);
  const { body } = await bulk({ ids: [theirs!.id] });
  expect(body.pausedProjects).toEqual([]);
  expect(await jobBecomes(body.id, "finished")).toMatchObject({ failed: 1, pausedProjects: [] });
});

test("a filter takes what the list would show, as it was when it was asked", async () => {
  const [open, taken, withHer, closed, named] = await greetMany(5, { userName: "Filtrada" });
  const other = await hire(admin, "agent", [project.id]);
  await assign(taken!.id, agent.id);
  await assign(withHer!.id, other.id);
  await close(closed!.id);
  await settles(closed!.id, "confirmed");
  await greetMany(1, { projectId: "foreign", userName: "Filtrada" });
  const matched = async (filter: object, person: Person = agent) => {
    const { status, body } = await bulk({ filter, undoMs: 10_000 }, person);
    expect(status, JSON.stringify(body)).toBe(202);
    await person.post(`/api/bulk-closes/${body.id}/stop`);
    const ids = (await job(body.id)).items.map((item) => item.conversationId);
    expect(ids).toHaveLength(body.total);
    return ids.toSorted();
  };
  const q = "filtrada";
  const those = (...given: (typeof open)[]) => given.map((each) => each!.id).toSorted();
  expect(await matched({ q })).toEqual(those(open, taken, withHer, named));
  expect(await matched({ q, status: "open" })).toEqual(those(open, taken, withHer, named));
  expect(await matched({ q, status: "closed" })).toEqual(those(closed));
  expect(await matched({ q, status: "all" })).toEqual(those(open, taken, withHer, closed, named));
  expect(await matched({ q, assignee: "me" })).toEqual(those(taken));
  expect(await matched({ q, assignee: "none" })).toEqual(those(open, named));
  expect(await matched({ q, assignee: other.id })).toEqual(those(withHer));
  expect(await matched({ q: named!.jelou.user.id })).toEqual(those(named));
  expect(await matched({ q, project: project.id }, admin)).toEqual(
    those(open, taken, withHer, named),
  );
  expect(await matched({ q }, admin)).toHaveLength(5);
  expect(await matched({ q, project: foreign.id }, admin)).toHaveLength(1);
});

test("who begins to match after that isn't closed", async () => {
  const first = await greetMany(2, { userName: "Temprana" });
  const { body } = await bulk({ filter: { q: "temprana" }, undoMs: 300 });
  const [late] = await greetMany(1, { userName: "Temprana" });
  const ended = await jobBecomes(body.id, "finished");
  expect(ended.items.map((item) => item.conversationId).toSorted()).toEqual(
    idsOf(first).toSorted(),
  );
  expect(await get(late!.id)).toMatchObject({ status: "open", close: null });
});

const someId = crypto.randomUUID();

test.each<[string, object, number, string[]]>([
  ["neither ids nor a filter", {}, 400, ["ids"]],
  ["both", { ids: [someId], filter: {} }, 400, ["ids"]],
  ["no id", { ids: [] }, 400, ["ids"]],
  ["an id that is none", { ids: [7] }, 400, ["ids.0"]],
  ["a filter that matches nothing", { filter: { q: "nadie se llama así" } }, 400, ["filter"]],
  ["a parameter that no list has", { filter: { name: "x" } }, 400, ["filter"]],
  ["an unknown status", { filter: { status: "open " } }, 400, ["filter.status"]],
  ["no message field", { ids: [someId], message: undefined }, 400, ["message"]],
  ["too long an undo time", { ids: [someId], undoMs: 10_001 }, 400, ["undoMs"]],
  ["a field of nothing", { ids: [someId], force: true }, 400, [""]],
])("a job with %s is refused", async (_name, input, status, fields) => {
  const answer = await bulk(input);
  expect([answer.status, answer.body.error.code]).toEqual([status, "bad_input"]);
  expect(Object.keys(answer.body.error.fields)).toEqual(fields);
});

test("a filter that names a project one may not see finds none", async () => {
  const { status, body } = await bulk({ filter: { project: foreign.id } });
  expect([status, body.error.code]).toEqual([404, "not_found"]);
});

test("a job is its owner's and the admins'", async () => {
  const given = await greetMany(1);
  const { body } = await bulk({ ids: idsOf(given), undoMs: 10_000 });
  const colleague = await hire(admin, "supervisor", [project.id]);
  for (const person of [colleague, stranger]) {
    const answers = await Promise.all([
      person.get(`/api/bulk-closes/${body.id}`),
      person.post(`/api/bulk-closes/${body.id}/stop`),
      person.post(`/api/bulk-closes/${body.id}/retry-failed`),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404]);
    expect((await person.get("/api/bulk-closes")).body.items).toEqual([]);
  }
  const listed = async (person: Person) =>
    (await person.get("/api/bulk-closes")).body.items.map((each: { id: string }) => each.id);
  expect(await listed(agent)).toContain(body.id);
  expect(await listed(admin), "the list is one's own").not.toContain(body.id);
  expect((await job(body.id, admin)).total).toBe(1);
  expect((await admin.post(`/api/bulk-closes/${body.id}/stop`)).body.state).toBe("stopped");
});

test("the items come in pages, and by what they came to", async () => {
  const given = await greetMany(5);
  withFault({ on: "close", status: 404, userId: given[2]!.jelou.user.id });
  const { body } = await bulk({ ids: idsOf(given) });
  await jobBecomes(body.id, "finished");
  const read = async (query: string) => {
    const page = await job(body.id, agent, query);
    return { ids: page.items.map((item) => item.conversationId), next: page.nextCursor };
  };
  const first = await read("?limit=2");
  expect(first.ids).toEqual(idsOf(given.slice(0, 2)));
  const second = await read(`?limit=2&cursor=${first.next}`);
  expect(second.ids).toEqual(idsOf(given.slice(2, 4)));
  const third = await read(`?limit=2&cursor=${second.next}`);
  expect(third).toEqual({ ids: idsOf(given.slice(4)), next: null });
  expect((await read("?result=failed")).ids).toEqual([given[2]!.id]);
  expect((await read("?result=succeeded")).ids).toHaveLength(4);
  expect((await read("?result=skipped")).ids).toEqual([]);
  expect((await agent.get(`/api/bulk-closes/${body.id}?result=lost`)).status).toBe(400);
});

test("what is closed, under way or superseded is skipped and says why", async () => {
  const [closed, underWay, ...free] = await greetMany(3);
  const [old] = await greetMany(1, { at: Date.now() - 60_000 });
  await greetMany(1, { userId: old!.jelou.user.id, at: Date.now() + 1 });
  await close(closed!.id);
  await settles(closed!.id, "confirmed");
  await close(underWay!.id, { undoMs: 10_000 });
  const { body } = await bulk({ ids: idsOf([closed!, underWay!, old!, ...free]) });
  const ended = await jobBecomes(body.id, "finished");
  expect(countsOf(ended)).toEqual({ total: 4, done: 4, succeeded: 1, failed: 0, skipped: 3 });
  const items = await itemsOf(body.id);
  const of = (each: typeof closed) => items.get(each!.id);
  expect(of(closed)).toMatchObject({ state: "skipped", error: { code: "closed" } });
  expect(of(underWay)).toMatchObject({ state: "skipped", error: { code: "under_way" } });
  expect(of(old)).toMatchObject({ state: "superseded", error: { code: "superseded" } });
  expect(callsFor(old!.jelou.user.id)).toEqual([]);
  expect(callsFor(closed!.jelou.user.id)).toHaveLength(1);
  expect((await get(underWay!.id)).close).toMatchObject({ state: "waiting", bulkId: null });
});

test("the undo time delays the whole job: the longest that the rules ask for, or what is given", async () => {
  await desk.withRules({ undoMs: 7_000 }, { undoMs: 5_000 }, foreign.id);
  const ids = idsOf([...(await greetMany(1)), ...(await greetMany(1, { projectId: "foreign" }))]);
  const before = closeCalls().length;
  const byRule = await bulk({ ids, undoMs: undefined }, admin);
  const asGiven = await bulk({ ids, undoMs: 10_000 }, admin);
  const delays = [byRule, asGiven].map(({ body }) => body.dueAt - body.requestedAt);
  expect(delays).toEqual([7_000, 10_000]);
  expect([byRule, asGiven].map(({ body }) => body.state)).toEqual(["waiting", "waiting"]);
  for (const { body } of [byRule, asGiven]) await admin.post(`/api/bulk-closes/${body.id}/stop`);
  for (const id of ids) expect(await get(id, admin)).toMatchObject({ status: "open", close: null });
  expect(closeCalls()).toHaveLength(before);
});

test("a job takes ten thousand, and no more than twenty thousand", async () => {
  const uuids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID());
  const { status, body } = await bulk({ ids: uuids(10_000), undoMs: 10_000 });
  expect([status, body.total, body.state]).toEqual([202, 10_000, "waiting"]);
  expect(body.items).toHaveLength(100);
  const stopped = await agent.post(`/api/bulk-closes/${body.id}/stop`);
  expect(stopped.body).toMatchObject({ state: "stopped", done: 10_000, skipped: 10_000 });
  const tooMany = await bulk({ ids: uuids(20_001) });
  expect([tooMany.status, Object.keys(tooMany.body.error.fields)]).toEqual([400, ["ids"]]);
});
