import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { liveChange } from "@/lib/conversations/apply-change";
import { patchCaches } from "@/lib/conversations/client";
import { conversationKeys } from "@/lib/conversations/query";
import type { Conversation } from "@/lib/conversations/schema";
import { db } from "@/lib/db/store";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire, type Person, signInAs } from "../support/people.ts";

const { sandbox, admin, agent, project, addProject, greet, get } = await openDeskWithJelou();
const mate = await hire(admin, "agent", [project.id], "Beto Agente");
const matesPhone = await signInAs(mate.email);

const mark = (id: string, how: "read" | "unread", person: Person = mate) =>
  person.post(`/api/conversations/${id}/${how}`);

/** A conversation in which the customer has written so much. */
async function writtenTo(count: number) {
  const { id, jelou } = await greet();
  for (let n = 0; n < count; n += 1) await write(jelou.id);
  return { id, jelou };
}

async function write(jelouId: string) {
  sandbox.customerWrites(jelouId, { type: "text", content: { body: "¿Hola?" } });
  await sandbox.settle();
}

const mention = (id: string, person: { id: string }) =>
  agent.post(`/api/conversations/${id}/notes`, { text: "Mira esto", mentions: [person.id] });

type Viewer = Awaited<ReturnType<typeof watch>>;
const readsIn = (viewer: Viewer) =>
  viewer.changes().flatMap(({ data }) => (data.kind === "read" ? [data] : []));

test("what one reads here is read on one's phone, and stays unread for others", async () => {
  const { id } = await writtenTo(3);
  const phone = await watch(matesPhone);
  const other = await watch(agent);
  await Promise.all([phone.ready(), other.ready()]);
  expect((await mark(id, "read")).status).toBe(204);
  await phone.changesOf(id, 1);
  const read = { kind: "read", projectId: project.id, conversationId: id };
  expect(readsIn(phone)).toEqual([{ ...read, seenCount: 3, unread: 0, mentioned: false }]);
  await mark(id, "unread");
  await phone.changesOf(id, 2);
  expect(readsIn(phone)[1]).toEqual({ ...read, seenCount: 2, unread: 1, mentioned: false });
  expect([(await get(id, mate)).unread, (await get(id)).unread]).toEqual([1, 3]);
  await write((await get(id)).jelouConversationId);
  await other.changesOf(id, 1);
  expect(other.changes().map((frame) => frame.data.kind)).toEqual(["message"]);
});

test("what changes nothing is told to nobody", async () => {
  const { id } = await writtenTo(2);
  const { id: silent } = await writtenTo(0);
  await mark(id, "read");
  const phone = await watch(matesPhone);
  await phone.ready();
  await Promise.all([1, 2, 3].map(() => mark(id, "read")));
  for (const how of ["read", "unread"] as const) expect((await mark(silent, how)).status).toBe(204);
  await Promise.all([1, 2, 3].map(() => mark(id, "unread")));
  await mark(id, "unread");
  await phone.changesOf(id, 1);
  await mark(id, "read");
  await phone.changesOf(id, 2);
  expect(readsIn(phone).map((frame) => frame.unread)).toEqual([1, 0]);
  expect((await get(silent, mate)).unread).toBe(0);
});

test("many at once mark it once", async () => {
  const { id } = await writtenTo(2);
  const phone = await watch(matesPhone);
  await phone.ready();
  await Promise.all(Array.from({ length: 20 }, () => mark(id, "read")));
  await mark(id, "unread");
  await phone.changesOf(id, 2);
  expect(readsIn(phone).map((frame) => frame.unread)).toEqual([0, 1]);
});

test("however much is unread, one message is left so", async () => {
  const { id } = await writtenTo(4);
  await mark(id, "unread");
  expect((await get(id, mate)).unread).toBe(1);
});

test("reading sees the mentions too, one's own and in that conversation alone", async () => {
  const [here, there] = [await writtenTo(1), await writtenTo(1)];
  const phone = await watch(matesPhone);
  await phone.ready();
  const { body: note } = await mention(here.id, mate);
  await mention(here.id, { id: (await admin.get("/api/account")).body.id });
  await mention(there.id, mate);
  const frames = await phone.changesOf(here.id, 2);
  const told = frames.find((frame) => frame.data.kind === "mention")?.data;
  expect(told).toEqual({
    kind: "mention",
    projectId: project.id,
    conversationId: here.id,
    messageId: note.id,
  });
  expect((await get(here.id, mate)).mentioned).toBe(true);
  await mark(here.id, "read");
  await expect.poll(() => readsIn(phone)).toMatchObject([{ unread: 0, mentioned: false }]);
  expect((await get(here.id, mate)).mentioned).toBe(false);
  expect((await get(here.id, admin)).mentioned).toBe(true);
  expect((await get(there.id, mate)).mentioned).toBe(true);
  await mention(here.id, mate);
  await mark(here.id, "unread");
  await expect.poll(() => readsIn(phone)[1]).toMatchObject({ unread: 1, mentioned: true });
  const rows = await db()
    .selectFrom("mentions")
    .select("seen_at")
    .where("conversation_id", "=", here.id)
    .execute();
  expect(rows.map((row) => row.seen_at === null).toSorted()).toEqual([false, true, true]);
});

test("one's other devices show it in the list and in the thread", async () => {
  const { id, jelou } = await writtenTo(2);
  const phone = await watch(matesPhone);
  await phone.ready();
  const queries = new QueryClient();
  const shown = await get(id, mate);
  const key = [...conversationKeys.lists, { sort: "activity" }];
  const page = { items: [shown], nextCursor: null, live: "" };
  queries.setQueryData(conversationKeys.one(id), shown);
  queries.setQueryData(key, { pages: [page], pageParams: [undefined] });
  const follow = () => {
    const changes = phone.changes().map((frame) => liveChange.parse(frame.data));
    patchCaches(queries, changes, { id: mate.id, readingId: undefined });
    const list = queries.getQueryData<{ pages: { items: Conversation[] }[] }>(key);
    const one = queries.getQueryData<Conversation>(conversationKeys.one(id));
    return [list?.pages[0]?.items[0], one].map((row) => [row?.unread, row?.mentioned]);
  };
  const both = (unread: number, mentioned: boolean) => [
    [unread, mentioned],
    [unread, mentioned],
  ];
  await mention(id, mate);
  await phone.changesOf(id, 2);
  expect(follow()).toEqual(both(2, true));
  await mark(id, "read");
  await phone.changesOf(id, 3);
  expect(follow()).toEqual(both(0, false));
  await write(jelou.id);
  await phone.changesOf(id, 4);
  expect(follow()).toEqual(both(1, false));
  // Whoever hears it all once more is none the wiser.
  expect(follow()).toEqual(both(1, false));
});

test("the count of what is unread among mine follows", async () => {
  const person = await hire(admin, "agent", [project.id]);
  const { id } = await writtenTo(1);
  await agent.put(`/api/conversations/${id}/assignee`, { userId: person.id });
  const unread = async () => (await person.get("/api/conversations/counts")).body.unread;
  const seen = [await unread()];
  for (const how of ["read", "unread"] as const) {
    await mark(id, how, person);
    seen.push(await unread());
  }
  expect(seen).toEqual([1, 0, 1]);
});

test("another project's agent marks nothing", async () => {
  const { id: elsewhere } = await addProject("elsewhere");
  const outsider = await hire(admin, "agent", [elsewhere]);
  const { id } = await writtenTo(1);
  for (const how of ["read", "unread"] as const)
    expect((await mark(id, how, outsider)).status).toBe(404);
  const rows = await db()
    .selectFrom("reads")
    .select("user_id")
    .where("user_id", "=", outsider.id)
    .execute();
  expect(rows).toEqual([]);
});
