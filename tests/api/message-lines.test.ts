import { v7 as uuid } from "uuid";
import { expect, test } from "vitest";
import { signalSender } from "@/lib/conversations/outbox-signal";
import { db } from "@/lib/db/store";
import { answersOf } from "../support/answers.ts";
import { patiently } from "../support/bulk-desk.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { readMessage, say } from "../support/outbox.ts";

const { sandbox, admin, agent, addProject, greet, get, close, settles, withFault } =
  await openDeskWithJelou({ JELOU_TIMEOUT_MS: "4000" });
const { posted, becomes, textsTo } = answersOf(sandbox, agent);

/** The first attempt is over, and the next one waits. */
const triedOnce = (id: string) =>
  expect
    .poll(async () => {
      const { state, error } = await readMessage(id);
      return [state, error !== null];
    }, patiently)
    .toEqual(["queued", true]);

test("closes that wait for answers which are tried again leave the desk alone, and then go out", async () => {
  const many = await Promise.all(Array.from({ length: 60 }, () => greet()));
  for (const { id, jelou } of many) {
    sandbox.faults.next({ on: "send", status: 503, userId: jelou.user.id });
    await posted(id, "Adiós");
    await close(id);
  }
  for (const { id } of many) await settles(id, "confirmed");
  const first = many[0]!.jelou.user.id;
  expect(textsTo(first)).toEqual(["Adiós", "Adiós"]);
});

test("a desk whose clock is behind puts its message behind those of one whose clock is ahead", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "send", status: 503, userId: jelou.user.id });
  const ahead = await say(id, "adelantado");
  await triedOnce(ahead);
  const later = uuid({ msecs: Date.now() + 60_000 });
  await db()
    .updateTable("messages")
    .set({ id: later, jelou_message_id: later })
    .where("id", "=", ahead)
    .execute();
  const next = await posted(id, "atrasado");
  expect(next.id > later).toBe(true);
  await becomes(id, next.id, "sent");
  expect(textsTo(jelou.user.id)).toEqual(["adelantado", "adelantado", "atrasado"]);
});

test("one that came before the head after all goes first, and neither sticks", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "send", status: 503, userId: jelou.user.id });
  const head = await say(id, "primero");
  await triedOnce(head);
  const row = await readMessage(head);
  const earlier = uuid({ msecs: Date.now() - 60_000 });
  await db()
    .insertInto("messages")
    .values({
      ...row,
      id: earlier,
      jelou_message_id: earlier,
      content: JSON.stringify({ body: "antes" }),
      next_attempt_at: null,
      give_up_at: null,
      attempts: 0,
    })
    .execute();
  await db()
    .updateTable("messages")
    .set({ next_attempt_at: Date.now() })
    .where("id", "=", head)
    .execute();
  signalSender();
  await becomes(id, head, "sent");
  expect(textsTo(jelou.user.id)).toEqual(["primero", "antes", "primero"]);
});

test("what can't go yet is no answer, and one that is discarded while Jelou is closing stays", async () => {
  const { id, jelou } = await greet();
  sandbox.customerWrites(jelou.id, { type: "text", content: { body: "¿Hola?" } });
  await sandbox.settle();
  withFault({ on: "send", status: 404, userId: jelou.user.id });
  const failed = await posted(id, "No llega");
  await becomes(id, failed.id, "failed");
  const held = await posted(id, "Detrás");
  expect((await get(id)).waitingSince).not.toBeNull();
  withFault({ on: "close", delayMs: 1_500, userId: jelou.user.id });
  await close(id);
  await expect.poll(async () => (await get(id)).close?.state, patiently).toBe("sending");
  const early = await agent.post(`/api/messages/${failed.id}/discard`);
  expect([early.status, early.body.reason]).toEqual([409, "closing"]);
  await settles(id, "confirmed");
  expect((await agent.post(`/api/messages/${failed.id}/discard`)).status).toBe(200);
  expect((await becomes(id, held.id, "failed")).error?.code).toBe("closed");
  expect(textsTo(jelou.user.id)).toEqual(["No llega"]);
});

test("a project whose Jelou hangs takes not every call", async () => {
  const hanging = await addProject("hanging");
  for (let n = 0; n < 20; n += 1) {
    const { id, jelou } = await greet({ projectId: "hanging" });
    sandbox.faults.next({ on: "send", hang: true, userId: jelou.user.id }, 3);
    await posted(id, "…", {}, admin);
  }
  const { id, jelou } = await greet();
  const message = await posted(id, "Rápido");
  await becomes(id, message.id, "sent");
  expect(textsTo(jelou.user.id)).toEqual(["Rápido"]);
  const { count } = await db()
    .selectFrom("messages")
    .where("project_id", "=", hanging.id)
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("state", "=", "sending")
    .executeTakeFirstOrThrow();
  expect(Number(count)).toBe(8);
  sandbox.faults.clear();
});
