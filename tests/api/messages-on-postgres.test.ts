import { CompiledQuery } from "kysely";
import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { answersOf } from "../support/answers.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";

const { sandbox, admin, agent, greet, get, close, settles, withFault } = await openDeskWithJelou(
  {},
  "postgres",
);
const { answer, posted, becomes, thread, textsTo } = answersOf(sandbox, agent);

test("of thirty posts of one message one is made, and many keep their order", async () => {
  const { id, jelou } = await greet();
  const same = Array.from({ length: 30 }, () => answer(id, "Una vez", { clientId: "same" }));
  const ids = new Set((await Promise.all(same)).map(({ body }) => body.message.id));
  expect(ids.size).toBe(1);
  await Promise.all(Array.from({ length: 20 }, (_, index) => posted(id, `n${index}`)));
  const last = (await thread(id)).at(-1)!;
  await becomes(id, last.id, "sent");
  expect(textsTo(jelou.user.id)).toEqual((await thread(id)).map(({ content }) => content.body));
});

test("a failed one holds the rest until it is discarded, a close waits for the last, notes and drafts are kept", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "send", status: 404, userId: jelou.user.id });
  const failed = await posted(id, "No llega");
  const second = await posted(id, "Sí llega");
  await becomes(id, failed.id, "failed");
  expect(await get(id)).toMatchObject({ unsent: 1 });
  const note = { text: "@admin mira", mentions: [agent.id] };
  expect((await admin.post(`/api/conversations/${id}/notes`, note)).status).toBe(201);
  expect((await get(id)).mentioned).toBe(true);
  for (const text of ["uno", "dos"])
    await agent.put(`/api/conversations/${id}/drafts/answer`, { text });
  expect((await agent.get(`/api/conversations/${id}/drafts`)).body.items).toMatchObject([
    { text: "dos" },
  ]);
  await agent.post(`/api/messages/${failed.id}/discard`);
  await close(id);
  await settles(id, "confirmed");
  expect((await becomes(id, second.id, "sent")).error).toBeNull();
  expect(await get(id)).toMatchObject({ unsent: 0 });
});

test("the head of a conversation's line is found by its index", async () => {
  const query =
    "explain select * from messages where conversation_id = 'x' and direction = 'out' " +
    "and state in ('queued', 'sending', 'failed') order by id limit 1";
  const { rows } = await db().executeQuery(CompiledQuery.raw(query));
  expect(JSON.stringify(rows)).toContain("messages_unsent");
});
