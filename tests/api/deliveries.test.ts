import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { writeRefusals } from "@/lib/webhooks/write-refusals";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { closePayload, messagePayload, startPayload } from "../support/payloads.ts";
import { hire, type Person } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { admin, agent, addProject, project, idOf, get } = await openDeskWithJelou();
let supervisor: Person;
beforeAll(async () => {
  supervisor = await hire(admin, "supervisor", [project.id]);
});

// biome-ignore lint/suspicious/noExplicitAny: what a page holds is looked into
const list = async (query = ""): Promise<any[]> => {
  await writeRefusals();
  const { status, body } = await admin.get(`/api/deliveries?limit=100&${query}`);
  expect(status).toBe(200);
  return body.items;
};
const detail = async (id: string) => (await admin.get(`/api/deliveries/${id}`)).body;
const replay = (id: string, person = admin) => person.post(`/api/deliveries/${id}/replay`);
const newest = async (query = "") => (await list(query))[0];

test("a taken one stands on top with its ids, its effect, its headers and its body", async () => {
  const payload = messagePayload({ conversation: "seen", contact: "593-1", id: "wamid.1" });
  await postWebhook(payload, {
    headers: { "user-agent": "Jelou/1", authorization: "Bearer canary-token", cookie: "a=canary" },
  });
  const item = await newest();
  const ofConversation = { id: await idOf("seen"), contact: { id: "593-1", name: "Ana Paz" } };
  expect(item).toEqual({
    id: expect.any(String),
    verdict: "stored",
    at: expect.any(Number),
    projectId: project.id,
    kind: "message",
    reason: null,
    jelouConversationId: "seen",
    contactId: "593-1",
    jelouMessageId: "wamid.1",
    conversation: ofConversation,
    repeats: 0,
    repeatedAt: null,
    replayedAt: null,
    replayedBy: null,
  });
  const whole = await detail(item.id);
  expect(whole).toMatchObject({ ...item, obstacle: null });
  expect(whole.headers).toEqual({
    "content-type": "application/json",
    "user-agent": "Jelou/1",
    "x-jelou-signature": "sha256=…",
    authorization: "Bearer …",
    cookie: "…",
  });
  expect(whole.body).toEqual({ text: JSON.stringify(payload), encoding: "utf8" });
  expect(JSON.stringify(whole)).not.toContain("canary");
});

test("repeats are counted on the row of what they repeat", async () => {
  const payload = messagePayload({ conversation: "again", id: "m-again" });
  for (let times = 0; times < 4; times += 1) await postWebhook(payload);
  const [item, ...others] = await list("q=again");
  expect(others).toEqual([]);
  expect(item).toMatchObject({ verdict: "stored", repeats: 3 });
  expect(item.repeatedAt).toBeGreaterThanOrEqual(item.at);
  expect((await list("verdict=duplicate")).map(({ id }) => id)).toEqual([item.id]);
});

test("what was put aside says why, and a conflict can't take the other's place", async () => {
  await postWebhook(messagePayload({ conversation: "clash", id: "m-clash", body: "uno" }));
  const second = messagePayload({ conversation: "clash", id: "m-clash", body: "dos" });
  await postWebhook(second);
  await postWebhook(second);
  const item = await newest("verdict=quarantined&q=clash");
  expect(item).toMatchObject({ repeats: 1, conversation: null, jelouConversationId: "clash" });
  expect((await detail(item.id)).obstacle).toBe("conflict");
  const { status, body } = await replay(item.id);
  expect([status, body.error.code]).toEqual([409, "conflict"]);
  expect(body.error.message).toContain("can't take its place");
});

test("one put aside is replayed after the fix, once, however many ask for it", async () => {
  const wrong = await addProject("wrong-id");
  const options = { project: "wrong-id" };
  const ids = { project: "right-id", conversation: "late", contact: "593-7" };
  const at = Date.now() - 60_000;
  await postWebhook(messagePayload({ ...ids, id: "m1", at: at + 1_000, body: "¿Hay?" }), options);
  const query = `project=${wrong.id}&verdict=quarantined`;
  const message = await newest(query);
  const early = await replay(message.id);
  expect([early.status, early.body.error.message]).toEqual([
    409,
    "The project in the body is not the one of this address.",
  ]);
  await postWebhook(closePayload({ ...ids, at: at + 2_000 }), options);
  const [close] = await list(query);

  const path = `/api/projects/${wrong.id}`;
  expect((await admin.patch(path, { jelouProjectId: "right-id" })).status).toBe(200);
  // The close first: it is the time at Jelou that counts.
  expect((await replay(close.id)).status).toBe(200);
  const answers = await Promise.all(Array.from({ length: 5 }, () => replay(message.id)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);

  const done = answers.find(({ status }) => status === 200)?.body.delivery;
  expect(done).toMatchObject({
    id: message.id,
    verdict: "stored",
    kind: "message",
    reason: null,
    replayedAt: expect.any(Number),
    replayedBy: { name: "admin" },
    conversation: { contact: { id: "593-7" } },
  });
  const conversation = await get(done.conversation.id, admin);
  expect(conversation).toMatchObject({ status: "closed", unread: 1, wroteAfterClose: false });
  const thread = await admin.get(`/api/conversations/${done.conversation.id}/messages`);
  expect(thread.body.items).toHaveLength(1);
  const audited = await db()
    .selectFrom("audit_log")
    .select(["subject_id", "detail"])
    .where("action", "=", "delivery.replayed")
    .execute();
  expect(audited.map((row) => row.subject_id)).toEqual([close.id, message.id]);
  const renamed = await admin.patch(path, { jelouProjectId: "another" });
  expect([renamed.status, Object.keys(renamed.body.error.fields)]).toEqual([
    409,
    ["jelouProjectId"],
  ]);
  // The same bytes once more are a repeat of what was replayed.
  const again = messagePayload({ ...ids, id: "m1", at: at + 1_000, body: "¿Hay?" });
  const late = await postWebhook(again, { project: "right-id" });
  expect(late.body.status).toBe("duplicate");
});

test("a replay whose event has come by another way changes nothing, and says so", async () => {
  const { id } = await addProject("twice-wrong");
  const ids = { project: "twice-right", conversation: "twice", id: "m1", body: "Hola" };
  await postWebhook(messagePayload(ids), { project: "twice-wrong" });
  await admin.patch(`/api/projects/${id}`, { jelouProjectId: "twice-right" });
  await postWebhook({ extra: 1, ...messagePayload(ids) }, { project: "twice-right" });
  const aside = await newest(`project=${id}&verdict=quarantined`);
  const { status, body } = await replay(aside.id);
  expect([status, body.delivery.verdict]).toEqual([200, "duplicate"]);
  expect((await get(body.delivery.conversation.id, admin)).unread).toBe(1);
  expect((await list(`project=${id}&verdict=duplicate`)).map((each) => each.id)).toEqual([
    aside.id,
  ]);
});

test("refused ones are told by their reason, with a few samples and no secret", async () => {
  const { id } = await addProject("closed-door");
  const options = { project: "closed-door" };
  const header = { kind: "api-key", apiKey: "canary-key" };
  const { signingSecret } = secrets;
  await admin.put(`/api/projects/${id}/webhook-auth`, { signingSecret, header });
  const attack = "<script>alert(1)</script>";
  for (let times = 0; times < 5; times += 1)
    await postWebhook({ ...startPayload(), attack }, { ...options, secret: `wrong ${times}` });
  await postWebhook(startPayload(), { ...options, headers: { "x-jelou-signature": "" } });
  await postWebhook(startPayload(), { ...options, headers: { "x-api-key": "canary-guess" } });
  await postWebhook(Buffer.alloc(1024 * 1024 + 1), options);
  const refused = await list(`project=${id}&verdict=refused`);
  const byReason = Object.fromEntries(refused.map((each) => [each.reason, each.count]));
  expect(byReason).toEqual({ signature: 5, unsigned: 1, header: 1, too_large: 1 });
  const forged = refused.find((each) => each.reason === "signature");
  const { samples } = await detail(forged.id);
  expect(samples).toHaveLength(3);
  expect(samples[0].body).toContain(attack);
  expect(samples[0].headers["x-jelou-signature"]).toBe("sha256=…");
  const all = await Promise.all(refused.map((each) => detail(each.id)));
  expect(JSON.stringify(all)).not.toContain("canary");
  const alarms = await admin.get("/api/alarms");
  expect(alarms.body.items).toEqual([
    expect.objectContaining({ kind: "signatures", projectId: id, count: 7, proven: false }),
  ]);
});

test("a flood of made-up projects is one write a second at most, and few rows", async () => {
  const before = await db().selectFrom("refusals").select("id").execute();
  const flood = Array.from({ length: 300 }, (_, n) =>
    postWebhook(startPayload(), { project: `made-up-${n}` }),
  );
  for (const { status } of await Promise.all(flood)) expect(status).toBe(401);
  await postWebhook(Buffer.alloc(100_000, "x"), { project: "made-up-0" });
  const refused = (await list("verdict=refused")).filter((each) => each.projectId === null);
  expect(refused.length).toBeLessThanOrEqual(21);
  const counts = refused.map((each) => each.count);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(301);
  const after = await db().selectFrom("refusals").select(["id", "sample"]).execute();
  expect(after.length - before.length).toBeLessThanOrEqual(21);
  for (const { sample } of after) expect(sample?.length).toBeLessThan(12_000);
});

test("the list is paged, newest first, whatever comes meanwhile", async () => {
  const { id } = await addProject("paged");
  const options = { project: "paged" };
  const post = (n: number) => {
    const parts = { project: "paged", conversation: `p-${n % 7}`, contact: `c-${n % 3}` };
    return postWebhook(messagePayload({ ...parts, id: `m-${n}` }), options);
  };
  await Promise.all(Array.from({ length: 25 }, (_, n) => post(n)));
  const seen: { id: string; at: number }[] = [];
  let cursor = "";
  do {
    const { body } = await admin.get(`/api/deliveries?project=${id}&limit=10${cursor}`);
    seen.push(...body.items);
    if (seen.length === 10) await post(100);
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
  } while (cursor);
  expect(new Set(seen.map((item) => item.id)).size).toBe(25);
  expect(seen).toHaveLength(25);
  expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).toSorted((a, b) => b - a));
  expect(await list(`project=${id}&q=p-1`)).toHaveLength(4);
  expect(await list(`project=${id}&q=c-1`)).toHaveLength(9);
  expect(await list("q=m-3")).toHaveLength(1);
  expect(await list(`project=${id}&kind=close`)).toEqual([]);
  expect(await list(`project=${id}&to=${seen.at(-1)!.at}`)).toEqual([]);
});

test("nobody but an admin reads or replays", async () => {
  const { id } = await newest();
  for (const person of [agent, supervisor]) {
    for (const path of ["/api/deliveries", `/api/deliveries/${id}`, "/api/alarms"])
      expect((await person.get(path)).status, path).toBe(403);
    expect((await replay(id, person)).status).toBe(403);
  }
  expect((await admin.get("/api/deliveries/nothing")).status).toBe(404);
  expect((await replay("nothing")).status).toBe(404);
  expect((await admin.get("/api/deliveries?project=nothing")).status).toBe(404);
  expect((await admin.get("/api/deliveries?cursor=x")).status).toBe(400);
});
