import { expect, test } from "vitest";
import { releaseStaleStarts } from "@/lib/conversations/write-start";
import { db } from "@/lib/db/store";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { startPayload } from "../support/payloads.ts";
import { hire, type Person } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { sandbox, admin, agent, addProject, greet, get, idOf, close, settles, withFault } =
  await openDeskWithJelou({ JELOU_TIMEOUT_MS: "500" });

const startAgain = (id: string, input: object = {}, person: Person = agent) =>
  person.post(`/api/conversations/${id}/start-again`, input);

const startsFor = (userId: string) =>
  sandbox.callsTo("start").filter((call) => (call.body as { userId?: string }).userId === userId);

async function greetClosed(opening: Parameters<typeof greet>[0] = {}, person: Person = agent) {
  const given = await greet({ at: Date.now() - 60_000, ...opening });
  await close(given.id, {}, person);
  await settles(given.id, "confirmed");
  return given;
}

const kindsOf = async (id: string) =>
  (await admin.get(`/api/conversations/${id}/story`)).body.items.map(
    (item: { kind: string }) => item.kind,
  );

test("a closed conversation is begun anew, and the list shows what Jelou began", async () => {
  const { id, jelou } = await greetClosed();
  const initialMessage = "Hola, ¿seguimos?";
  const { status, body } = await startAgain(id, { initialMessage });
  expect(status).toBe(200);
  expect(startsFor(jelou.user.id).map((call) => call.body)).toEqual([
    { botId: "bot", userId: jelou.user.id, initialMessage },
  ]);
  await sandbox.settle();
  expect(await get(await idOf(body.jelouConversationId))).toMatchObject({
    status: "open",
    contact: { id: jelou.user.id },
    initialMessage,
  });
  expect(await get(id)).toMatchObject({ status: "closed" });
  expect(await kindsOf(id)).toEqual(["close", "started"]);
});

test("where Jelou goes on under the same id, its webhook opens the conversation again", async () => {
  const { id, jelou } = await greetClosed();
  withFault({ on: "start", status: 200, body: {}, effect: false });
  expect((await startAgain(id)).body).toEqual({ jelouConversationId: null });
  expect((await get(id)).status).toBe("closed");
  await postWebhook(
    startPayload({ conversation: jelou.id, contact: jelou.user.id, at: Date.now() + 1 }),
  );
  expect(await get(id)).toMatchObject({ status: "open", closedAt: null });
  expect((await startAgain(id)).status).toBe(409);
  expect(startsFor(jelou.user.id)).toHaveLength(1);
});

test("before Jelou's webhook has come a second click starts nothing", async () => {
  const { id, jelou } = await greetClosed();
  withFault({ on: "start", status: 200, body: {}, effect: false });
  expect((await startAgain(id)).status).toBe(200);
  const { status, body } = await startAgain(id);
  expect([status, body.reason]).toEqual([409, "just_started"]);
  expect(startsFor(jelou.user.id)).toHaveLength(1);
});

test("what is open goes on as it is", async () => {
  const { id, jelou } = await greet();
  const { status, body } = await startAgain(id);
  expect([status, body.error.code]).toEqual([409, "conflict"]);
  await close(id, { undoMs: 10_000 });
  expect((await startAgain(id)).status).toBe(409);
  expect(startsFor(jelou.user.id)).toEqual([]);
});

test("with a newer conversation of the customer it is that which goes on", async () => {
  const { id, jelou } = await greetClosed();
  await greet({ userId: jelou.user.id });
  const { status, body } = await startAgain(id);
  expect([status, body.reason]).toEqual([409, "newer_conversation"]);
  expect(startsFor(jelou.user.id)).toEqual([]);
});

test("of two clicks one call is made", async () => {
  const { id, jelou } = await greetClosed();
  withFault({ on: "start", delayMs: 150 });
  const answers = await Promise.all([startAgain(id), startAgain(id), startAgain(id, {}, admin)]);
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409]);
  expect(startsFor(jelou.user.id)).toHaveLength(1);
  expect(await kindsOf(id)).toEqual(["close", "started"]);
});

type Fault = Parameters<typeof withFault>[0];

test.each<[string, object, number, string, string, string]>([
  ["401", { status: 401 }, 502, "upstream_failed", "unauthorized", "Forced status 401"],
  ["404", { status: 404 }, 502, "upstream_failed", "not_found", "Forced status 404"],
  ["422", { status: 422 }, 502, "upstream_failed", "invalid", "Forced status 422"],
  ["429", { status: 429 }, 429, "too_many_requests", "rate_limited", "Forced status 429"],
  ["500", { status: 500 }, 504, "upstream_timeout", "server_error", "Forced status 500"],
  ["silence", { hang: true, effect: false }, 504, "upstream_timeout", "timeout", ""],
  ["reset", { reset: "before" }, 504, "upstream_timeout", "reset", ""],
  ["web page", { garbage: "html", effect: false }, 504, "upstream_timeout", "unreadable", ""],
])("Jelou's %s starts nothing that we know of, and is told", async (...parts) => {
  const [, fault, status, code, cause, words] = parts;
  const { id, jelou } = await greetClosed();
  withFault({ on: "start", ...fault } as Fault);
  const answer = await startAgain(id);
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  expect(answer.body).toMatchObject({ cause, words });
  expect(startsFor(jelou.user.id)).toHaveLength(1);
  // It may have begun: who tries again at once might start a second one.
  const unclear = code === "upstream_timeout";
  expect(await kindsOf(id)).toEqual(unclear ? ["close", "start_unclear"] : ["close"]);
  expect((await startAgain(id)).status).toBe(unclear ? 409 : 200);
});

test("a start whose desk died in the middle of the call ends as one that may have begun", async () => {
  const dieInMidCall = async (ago: number) => {
    const { id, jelou } = await greetClosed();
    await startAgain(id);
    const at = Date.now() - ago;
    await db()
      .updateTable("starts")
      .set({ state: "calling", requested_at: at })
      .where("contact_id", "=", jelou.user.id)
      .execute();
    await db()
      .updateTable("story_entries")
      .set({ at })
      .where("conversation_id", "=", id)
      .where("kind", "=", "started")
      .execute();
    return id;
  };
  const stateOf = (id: string) =>
    db()
      .selectFrom("starts")
      .innerJoin("conversations", "conversations.contact_id", "starts.contact_id")
      .select("state")
      .where("conversations.id", "=", id)
      .executeTakeFirstOrThrow();
  const [dead, recent] = [await dieInMidCall(121_000), await dieInMidCall(60_000)];
  await releaseStaleStarts();
  expect(await stateOf(dead)).toEqual({ state: "unclear" });
  expect(await kindsOf(dead)).toContain("start_unclear");
  expect(await stateOf(recent)).toEqual({ state: "calling" });
  expect(await kindsOf(recent)).toContain("started");
});

test("what Jelou says of our secrets is not shown", async () => {
  const { id } = await greetClosed();
  withFault({ on: "start", status: 404, body: { message: `No ${secrets.clientSecret}` } });
  expect((await startAgain(id)).body.words).toBe("No […]");
});

test("where nobody answers, nothing was started", async () => {
  const { id: projectId } = await addProject("nowhere");
  const { id } = await greetClosed({ projectId: "nowhere" }, admin);
  const gatewayUrl = sandbox.gatewayUrl.replace("http:", "https:");
  await admin.patch(`/api/projects/${projectId}`, { gatewayUrl });
  const { clientId, clientSecret } = secrets;
  const credentials = { kind: "basic", clientId, clientSecret };
  await admin.put(`/api/projects/${projectId}/credentials`, credentials);
  const { status, body } = await startAgain(id, {}, admin);
  expect([status, body.error.code, body.cause]).toEqual([502, "upstream_failed", "tls"]);
});

test("a project without credentials, or archived, calls nobody", async () => {
  const { id: projectId } = await addProject("bare");
  const { id, jelou } = await greetClosed({ projectId: "bare" }, admin);
  const path = `/api/projects/${projectId}`;
  await admin.patch(path, { archived: true });
  const archived = await startAgain(id, {}, admin);
  expect([archived.status, archived.body.reason]).toEqual([409, "archived"]);
  await admin.patch(path, { archived: false, gatewayUrl: "https://gateway.jelou.ai/jelouapi/v1" });
  const bare = await startAgain(id, {}, admin);
  expect([bare.status, bare.body.reason]).toEqual([409, "no_credentials"]);
  expect(startsFor(jelou.user.id)).toEqual([]);
});

test("another project's agent finds nothing to start, and a wrong field is named", async () => {
  const { id: elsewhere } = await addProject("elsewhere");
  const other = await hire(admin, "agent", [elsewhere]);
  const { id, jelou } = await greetClosed();
  expect((await startAgain(id, {}, other)).status).toBe(404);
  for (const initialMessage of ["", " ", "x".repeat(4_097), 7]) {
    const { status, body } = await startAgain(id, { initialMessage });
    expect([status, Object.keys(body.error.fields)]).toEqual([400, ["initialMessage"]]);
  }
  expect(startsFor(jelou.user.id)).toEqual([]);
});

test("a viewer of the old conversation hears that it was started", async () => {
  const { id } = await greetClosed();
  const { revision } = await get(id);
  const viewer = await watch(agent);
  await viewer.ready();
  await startAgain(id);
  const [frame] = await viewer.changesOf(id, 1);
  expect(frame?.data.conversation.revision).toBe(revision + 1);
});
