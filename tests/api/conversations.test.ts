import { expect, test } from "vitest";
import { conversation, conversationPage, messagePage } from "@/lib/conversations/schema";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { closePayload, messagePayload, startPayload } from "../support/payloads.ts";
import { hire, type Person } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { admin, agent, addProject, idOf, close } = await openDeskWithJelou();
const other = await addProject("p2");
const outsider = await hire(admin, "agent", [other.id]);

const now = Date.now();
await postWebhook(startPayload({ conversation: "old", contact: "593987650001", at: now - 9_000 }));
await postWebhook(
  messagePayload({
    conversation: "asks",
    contact: "593987650002",
    name: "José Núñez",
    at: now - 8_000,
  }),
);
await postWebhook(
  messagePayload({ conversation: "asks-later", contact: "593987650003", at: now - 4_000 }),
);
await postWebhook(startPayload({ conversation: "done", contact: "593987650004", at: now - 7_000 }));
await postWebhook(closePayload({ conversation: "done", contact: "593987650004", at: now - 6_000 }));
await postWebhook(
  messagePayload({ conversation: "again", contact: "593987650005", at: now - 9_500 }),
);
await postWebhook(
  closePayload({ conversation: "again", contact: "593987650005", at: now - 9_000 }),
);
await postWebhook(
  messagePayload({ conversation: "again", contact: "593987650005", at: now - 3_000 }),
);
await postWebhook(startPayload({ project: "p2", conversation: "theirs" }), { project: "p2" });

const list = async (query = "", person: Person = agent) => {
  const { status, body } = await person.get(`/api/conversations?${query}`);
  expect(status).toBe(200);
  return conversationPage.parse(body);
};
const names = async (query?: string, person: Person = agent) =>
  (await list(query, person)).items.map((item) => item.jelouConversationId);

test("by default the list is what needs somebody: all but the closed ones that are quiet", async () => {
  expect(await names()).toEqual(["again", "asks-later", "asks", "old"]);
});

test.each([
  ["status=open", ["asks-later", "asks", "old"]],
  ["status=closed", ["again", "done"]],
  ["status=closing", []],
  ["status=all", ["again", "asks-later", "done", "asks", "old"]],
  ["sort=waiting&status=open", ["asks", "asks-later", "old"]],
  ["sort=opened", ["asks-later", "asks", "old", "again"]],
  ["q=jose nun", ["asks"]],
  ["q=0003", ["asks-later"]],
  ["q=NÚÑ", ["asks"]],
  ["assignee=me", []],
  ["assignee=none&q=Núñez", ["asks"]],
])("the list for %s", async (query, expected) => {
  expect(await names(query)).toEqual(expected);
});

test("an agent sees his projects, an admin all, and one project can be asked for", async () => {
  expect(await names("status=all", outsider)).toEqual(["theirs"]);
  expect(await names("status=all", admin)).toContain("theirs");
  expect(await names("status=all", admin)).toContain("old");
  expect(await names(`project=${other.id}`, admin)).toEqual(["theirs"]);
  const { status } = await agent.get(`/api/conversations?project=${other.id}`);
  expect(status).toBe(404);
  expect((await agent.get(`/api/conversations/counts?project=${other.id}`)).status).toBe(404);
});

test("pages follow one another by cursor to the end", async () => {
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page = await list(`status=all&limit=2${cursor && `&cursor=${cursor}`}`);
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items.map((item) => item.jelouConversationId));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(["again", "asks-later", "done", "asks", "old"]);
});

test.each([
  "limit=0",
  "limit=101",
  "limit=x",
  "sort=name",
  "status=new",
  "cursor=abc",
  "cursor=1.2.3",
])("the list refuses %s", async (query) => {
  const { status, body } = await agent.get(`/api/conversations?${query}`);
  expect([status, body.error.code]).toEqual([400, "bad_input"]);
  expect(Object.keys(body.error.fields)).toEqual([query.split("=")[0]]);
});

test("the counts are those of the tabs", async () => {
  const { body } = await agent.get("/api/conversations/counts");
  expect(body).toEqual({
    inbox: 4,
    open: 3,
    closing: 0,
    closed: 2,
    mine: 0,
    unassigned: 4,
    unread: 0,
    mentioned: 0,
  });
  const { body: theirs } = await outsider.get("/api/conversations/counts");
  expect(theirs).toMatchObject({ inbox: 1, open: 1, closed: 0 });
});

test("a conversation has every field that clients were promised", async () => {
  const id = await idOf("asks");
  const { body } = await agent.get(`/api/conversations/${id}`);
  expect(conversation.parse(body)).toEqual(body);
  expect(Object.keys(body)).toEqual(
    expect.arrayContaining([
      "id",
      "projectId",
      "jelouConversationId",
      "roomId",
      "bot",
      "contact",
      "status",
      "close",
      "lastMessage",
      "unread",
      "waitingSince",
      "wroteAfterClose",
      "assignee",
      "metadata",
      "assignment",
      "openedAt",
      "updatedAt",
      "closedAt",
      "endedReason",
      "revision",
    ]),
  );
});

test("a thread comes newest page first, each page in time order", async () => {
  for (const n of [3, 1, 5, 2, 4]) {
    await postWebhook(messagePayload({ conversation: "thread", id: `m${n}`, at: now + n }));
  }
  const path = `/api/conversations/${await idOf("thread")}/messages`;
  const pages: string[][] = [];
  let before: string | null = "";
  while (before !== null) {
    const { body } = await agent.get(`${path}?limit=2${before && `&before=${before}`}`);
    const page = messagePage.parse(body);
    pages.push(page.items.map((item) => item.jelouMessageId ?? ""));
    before = page.nextCursor;
  }
  expect(pages).toEqual([["m4", "m5"], ["m2", "m3"], ["m1"]]);
  expect((await agent.get(`${path}?before=x`)).status).toBe(400);
});

test("a closing conversation is in its own tab", async () => {
  await close(await idOf("old"), { undoMs: 10_000 });
  expect(await names("status=closing")).toEqual(["old"]);
  expect(await names("status=open")).not.toContain("old");
  const { body } = await agent.get("/api/conversations/counts");
  expect(body.closing).toBe(1);
});
