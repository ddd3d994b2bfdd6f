import { expect, test, vi } from "vitest";
import type { Close } from "@/lib/conversations/schema";
import { db } from "@/lib/db/store";
import type { AutoClose } from "@/lib/projects/schema";
import { patiently } from "../support/bulk-desk.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { discardFailed, letPass, say, sentTo } from "../support/outbox.ts";
import { closePayload, messagePayload, startPayload } from "../support/payloads.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { desk, sandbox, admin, addProject, greet, get, close, callsFor } = await openDeskWithJelou();

// Each test has a project and customers of its own, and most of its time waits for the next look: they run side by side.
let projects = 0;

/** A project of its own for one test, that closes by this rule; "silent" are customers whose turn it is. */
async function openProject(rule: Partial<AutoClose>) {
  projects += 1;
  const name = `auto-${projects}`;
  const { id } = await addProject(name);
  const path = `/api/projects/${id}`;
  const setRule = async (autoClose: Partial<AutoClose> | null) => {
    const { status, body } = await admin.patch(path, { autoClose });
    expect(status, JSON.stringify(body)).toBe(200);
  };
  await setRule(rule);

  /** A customer who was answered so many minutes ago, and heard it. */
  async function silent(minutes: number, opening: Parameters<typeof greet>[0] = {}) {
    const given = await greet({ projectId: name, ...opening });
    await answer(given.id, minutes);
    return given;
  }

  async function answer(conversationId: string, minutes = 0) {
    await say(conversationId);
    await heard(conversationId);
    await letPass(conversationId, minutes);
  }

  /** Waits until the rule has been looked at anew: by then it has acted upon whoever is as silent as `like` says. */
  async function looked(minutes: number) {
    const witness = await silent(minutes);
    const touched = async () => {
      const { close: made } = await get(witness.id, admin);
      return made !== null || (await sentTo(witness.id)).length > 1;
    };
    await eventually(touched, true);
  }

  return { id, name, path, setRule, silent, answer, looked };
}

/** `expect.poll` knows one test at a time. */
const eventually = async <T>(read: () => Promise<T>, wanted: T) => {
  await vi.waitFor(async () => expect(await read()).toEqual(wanted), patiently);
};

/** Waits until what was said last in a conversation has been sent. */
const heard = (id: string) => eventually(async () => (await sentTo(id)).at(-1)?.state, "sent");

/** Waits until so much has been said to the customer. */
const saidTo = (id: string, count: number) =>
  eventually(async () => (await sentTo(id)).length, count);

async function settles(id: string, state: Close["state"]) {
  await eventually(async () => (await get(id, admin)).close?.state, state);
  return get(id, admin);
}

const writes = async (jelouId: string, body = "Sí, una cosa más") => {
  sandbox.customerWrites(jelouId, { type: "text", content: { body } });
  await sandbox.settle();
};
const theDesk = { id: "desk", name: "Mostrador" };

const warned = { afterMinutes: 10, warning: { minutesBefore: 4, text: "¿Sigue ahí?" } };

test("a warning goes out first, and the close follows when its minutes are over", async () => {
  const text = "{{contact.name|amigo}}, ¿sigue ahí? {{project.name}}";
  const project = await openProject({ ...warned, warning: { minutesBefore: 4, text } });
  const early = await project.silent(5);
  const { id, jelou } = await project.silent(6, { userName: "Íñigo" });
  await saidTo(id, 2);
  await heard(id);
  const sent = `Íñigo, ¿sigue ahí? ${project.name}`;
  expect((await sentTo(id)).at(-1)).toEqual({ text: sent, state: "sent", by: "desk" });
  expect(sandbox.conversation(jelou.id)?.messages.at(-1)?.content).toEqual({ body: sent });
  const { body } = await admin.get(`/api/conversations/${id}/messages`);
  expect(body.items.at(-1)).toMatchObject({ direction: "out", author: theDesk });
  await letPass(id, 3);
  await desk.restart();
  await project.looked(6);
  expect(await get(id, admin)).toMatchObject({ status: "open", close: null });
  expect(await sentTo(id)).toHaveLength(2);
  expect(await sentTo(early.id)).toHaveLength(1);
  await letPass(id, 1);
  expect((await settles(id, "confirmed")).close?.requestedBy).toEqual(theDesk);
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test.concurrent("after the minutes of the rule the desk closes by itself, and only where it is their turn", async () => {
  const project = await openProject({ afterMinutes: 10 });
  const { body: reason } = await admin.post(`${project.path}/close-reasons`, { name: "Silencio" });
  const { body: template } = await admin.post(`${project.path}/close-templates`, {
    name: "Despedida",
    texts: { es: "Adiós {{contact.name|amigo}}", pt: "Tchau {{contact.name|amigo}}" },
  });
  const { body: route } = await admin.post(`${project.path}/close-routes`, { name: "Menú" });
  expect(route.id).toBeDefined();
  const message = { type: "template", templateId: template.id, language: "pt" } as const;
  await admin.patch(project.path, { requireReason: true });
  await project.setRule({ afterMinutes: 10, reasonId: reason.id, message });

  const due = await project.silent(11, { userName: "Íñigo" });
  const early = await project.silent(9);
  const waiting = await project.silent(0);
  await writes(waiting.jelou.id);
  await letPass(waiting.id, 60);
  const neverAnswered = await greet({ projectId: project.name });
  await letPass(neverAnswered.id, 60);
  const elsewhere = await (await openProject({ afterMinutes: 60 })).silent(30);

  const closed = await settles(due.id, "confirmed");
  expect(closed.close).toMatchObject({
    requestedBy: theDesk,
    reason: { id: reason.id, name: "Silencio" },
    message: { type: "text", text: "Tchau Íñigo" },
    dueAt: closed.close?.requestedAt,
  });
  expect(callsFor(due.jelou.user.id).map((call) => call.body)).toEqual([
    {
      botId: "bot",
      userId: due.jelou.user.id,
      redirectPayload: { type: "text", text: "Tchau Íñigo" },
    },
  ]);
  const { body: story } = await admin.get(`/api/conversations/${due.id}/story`);
  expect(story.items).toMatchObject([{ kind: "close", close: { requestedBy: theDesk } }]);
  await project.looked(10);
  for (const { id } of [early, waiting, neverAnswered, elsewhere])
    expect(await get(id, admin)).toMatchObject({ status: "open", close: null });
  await letPass(early.id, 1);
  await settles(early.id, "confirmed");
});

test.concurrent("who wrote before the warning went out waits for us, though Jelou tells of it later", async () => {
  const { silent, name } = await openProject({
    afterMinutes: 60,
    warning: { minutesBefore: 10, text: "¿Sigues ahí?" },
  });
  const { id, jelou } = await silent(51);
  await saidTo(id, 2);
  await heard(id);
  const late = { conversation: jelou.id, contact: jelou.user.id, at: Date.now() - 60_000 };
  await postWebhook(messagePayload({ project: name, ...late }), { project: name });
  expect((await get(id, admin)).waitingSince).not.toBeNull();
});

test.concurrent("what was said before it began anew counts no more: the customer waits for us", async () => {
  const { silent, looked, name } = await openProject({ afterMinutes: 60 });
  const { id, jelou } = await silent(30);
  const parts = { project: name, conversation: jelou.id, contact: jelou.user.id };
  await postWebhook(closePayload({ ...parts, at: Date.now() }), { project: name });
  await letPass(id, 60);
  await postWebhook(startPayload({ ...parts, at: Date.now() + 1 }), { project: name });
  await looked(61);
  expect(await get(id, admin)).toMatchObject({ status: "open", close: null });
});

test.concurrent("who answers the warning isn't closed upon, and is warned again by a later silence", async () => {
  const project = await openProject(warned);
  const { id, jelou } = await project.silent(6);
  await saidTo(id, 2);
  await heard(id);
  await writes(jelou.id);
  await letPass(id, 60);
  await project.looked(6);
  expect(await get(id, admin)).toMatchObject({ status: "open", close: null });
  await project.answer(id, 6);
  await saidTo(id, 4);
  await heard(id);
  expect((await sentTo(id)).map((each) => each.by)).toEqual([
    "somebody",
    "desk",
    "somebody",
    "desk",
  ]);
  expect((await get(id, admin)).close).toBeNull();
  await letPass(id, 4);
  await settles(id, "confirmed");
});

test.concurrent("nobody is closed upon whom the warning didn't reach, and they hold nobody up", async () => {
  const project = await openProject(warned);
  const unreached: Awaited<ReturnType<typeof project.silent>>[] = [];
  for (let n = 0; n < 5; n += 1) {
    const given = await project.silent(0);
    const [status, times] = n === 0 ? [503, 5] : [404, 1];
    sandbox.faults.next({ on: "send", status, userId: given.jelou.user.id }, times);
    await letPass(given.id, 6);
    unreached.push(given);
  }
  for (const { id } of unreached) {
    await saidTo(id, 2);
    const wanted = id === unreached[0]!.id ? "queued" : "failed";
    await eventually(async () => (await sentTo(id)).at(-1)?.state, wanted);
    await letPass(id, 30);
  }
  const reached = await project.silent(6);
  await saidTo(reached.id, 2);
  await heard(reached.id);
  await letPass(reached.id, 4);
  await settles(reached.id, "confirmed");
  for (const { id } of unreached)
    expect(await get(id, admin)).toMatchObject({ status: "open", close: null });
  await discardFailed(admin, unreached[1]!.id);
  await project.answer(unreached[1]!.id, 6);
  await saidTo(unreached[1]!.id, 4);
});

test.concurrent("who never got our answer isn't silent: he waits for us", async () => {
  const project = await openProject({ afterMinutes: 10 });
  const { id, jelou } = await greet({ projectId: project.name });
  await writes(jelou.id, "¿Hola?");
  sandbox.faults.next({ on: "send", status: 404, userId: jelou.user.id });
  await say(id);
  await eventually(async () => (await sentTo(id)).at(-1)?.state, "failed");
  await letPass(id, 60);
  await project.looked(10);
  expect(await get(id, admin)).toMatchObject({ status: "open", close: null });
  await discardFailed(admin, id);
  await project.answer(id, 10);
  await settles(id, "confirmed");
});

test.concurrent("a close that Jelou refused isn't tried again until we have spoken again", async () => {
  const project = await openProject({ afterMinutes: 10 });
  const { id, jelou } = await project.silent(0);
  sandbox.faults.next({ on: "close", status: 404, userId: jelou.user.id });
  await letPass(id, 11);
  const { close: refused } = await settles(id, "refused");
  await letPass(id, 60);
  await project.looked(10);
  expect((await get(id, admin)).close).toMatchObject({ id: refused?.id, state: "refused" });
  await project.answer(id, 11);
  await settles(id, "confirmed");
  expect(callsFor(jelou.user.id)).toHaveLength(2);
});

test.concurrent("what a person undid is left to people until we have spoken again", async () => {
  const project = await openProject({ afterMinutes: 10 });
  const { id } = await project.silent(0);
  const { body } = await close(id, { undoMs: 10_000 }, admin);
  await admin.post(`/api/closes/${body.close.id}/cancel`);
  await letPass(id, 60);
  await project.looked(10);
  expect(await get(id, admin)).toMatchObject({
    status: "open",
    close: { id: body.close.id, state: "cancelled" },
  });
  await project.answer(id, 11);
  await settles(id, "confirmed");
});

test.concurrent("where a newer conversation goes on, four older ones hold nobody up", async () => {
  const project = await openProject({ afterMinutes: 10 });
  const old = [];
  for (let n = 0; n < 4; n += 1) {
    const given = await project.silent(0, { at: Date.now() - 60_000 });
    await greet({ projectId: project.name, userId: given.jelou.user.id, at: Date.now() + 1 });
    old.push(given.id);
    await letPass(given.id, 12);
  }
  for (const id of old) await settles(id, "superseded");
  for (const id of old) await project.answer(id, 12);
  const { id } = await project.silent(11);
  await settles(id, "confirmed");
});

test.concurrent("switched off, paused or archived it does nothing", async () => {
  const other = await openProject({ afterMinutes: 10 });
  const still = [];
  for (const change of [{ autoClose: null }, { closesPaused: true }, { archived: true }]) {
    const project = await openProject({ afterMinutes: 10 });
    const { id } = await project.silent(0);
    await admin.patch(project.path, change);
    await letPass(id, 30);
    still.push(id);
  }
  await other.looked(10);
  await other.looked(10);
  for (const id of still)
    expect(await get(id, admin)).toMatchObject({ status: "open", close: null });
  const made = await db()
    .selectFrom("closes")
    .select("id")
    .where("conversation_id", "in", still)
    .execute();
  expect(made).toEqual([]);
});
