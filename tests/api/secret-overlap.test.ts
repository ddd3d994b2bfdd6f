import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { forgetWebhookKeys } from "@/lib/projects/read-webhook-keys";
import { sealedSecret } from "@/lib/projects/write";
import { openDeskToConnect } from "../support/connect-desk.ts";
import { hire } from "../support/people.ts";

const { admin, post, newProject } = await openDeskToConnect();
const hour = 60 * 60_000;
const day = 24 * hour;

/** A project whose first secret is "secret-one-…". */
async function newShop(name: string) {
  const project = await newProject(name);
  const path = `/api/projects/${project.id}`;
  const save = (body: object) => admin.put(`${path}/webhook-auth`, body);
  /** What the desk answers to events that are signed so. */
  const answers = async (...secrets: string[]) => {
    const given: number[] = [];
    for (const secret of secrets) given.push(await post({ project: name, secret }));
    return given;
  };
  const overlapUntil = async () => (await project.get()).overlapUntil;
  expect((await save({ signingSecret: "secret-one" })).status).toBe(204);
  return { ...project, path, save, answers, overlapUntil };
}

test("for the time that was chosen both secrets prove an event, and the project says until when", async () => {
  const { save, answers, overlapUntil, get, id } = await newShop("both");
  expect(await overlapUntil()).toBeNull();
  expect((await save({ signingSecret: "secret-two", overlapMs: day })).status).toBe(204);
  expect(await answers("secret-one", "secret-two", "secret-three")).toEqual([200, 200, 401]);
  const left = (await overlapUntil()) - Date.now();
  expect(left).toBeGreaterThan(day - hour);
  expect(left).toBeLessThanOrEqual(day);
  expect((await get()).webhookSecret).toMatchObject({ set: true, last4: "-two" });
  const noted = await db()
    .selectFrom("audit_log")
    .selectAll()
    .where("project_id", "=", id)
    .where("action", "=", "webhook_auth.saved")
    .execute();
  expect(noted.map(({ detail }) => JSON.parse(detail).overlapMs)).toEqual([0, day]);
  expect(JSON.stringify(noted)).not.toMatch(/secret-(one|two)/);
});

test("after the overlap the old one is refused, by another process too", async () => {
  const { save, answers, overlapUntil } = await newShop("passing");
  await save({ signingSecret: "secret-two", overlapMs: 500 });
  expect(await answers("secret-one")).toEqual([200]);
  await expect
    .poll(() => answers("secret-one", "secret-two"), { timeout: 5_000 })
    .toEqual([401, 200]);
  expect(await overlapUntil()).toBeNull();
  expect((await save({ signingSecret: "secret-three", overlapMs: hour })).status).toBe(204);
  expect(await answers("secret-one", "secret-two", "secret-three")).toEqual([401, 200, 200]);
});

test("each pair has a time of its own", async () => {
  const { save, answers } = await newShop("each");
  await save({ signingSecret: "secret-two", overlapMs: 1_000 });
  const header = { kind: "bearer", token: "token-two" };
  await save({ signingSecret: "secret-two", header, overlapMs: hour });
  expect(await answers("secret-one", "secret-two")).toEqual([200, 200]);
  await expect.poll(() => answers("secret-one"), { timeout: 5_000 }).toEqual([401]);
  expect(await answers("secret-two")).toEqual([200]);
});

test("without an overlap the old one is refused at once", async () => {
  const { save, answers } = await newShop("at-once");
  await save({ signingSecret: "secret-two" });
  expect(await answers("secret-one", "secret-two")).toEqual([401, 200]);
});

test.each([
  ["with", { overlapMs: hour }],
  ["without", {}],
])(
  "a third %s an overlap is refused while two count, and the answer says what to do",
  async (name, more) => {
    const { save, answers, overlapUntil } = await newShop(`third-${name}`);
    await save({ signingSecret: "secret-two", overlapMs: hour });
    const { status, body } = await save({ signingSecret: "secret-three", ...more });
    expect([status, body.error.code, body.reason]).toEqual([409, "conflict", "overlap"]);
    expect(body.overlapUntil).toBe(await overlapUntil());
    expect(body.error.message).toContain(new Date(body.overlapUntil).toISOString());
    expect(body.error.message).toContain('"endOverlap": true');
    expect(body.error.message).not.toContain("secret-");
    expect(await answers("secret-one", "secret-two", "secret-three")).toEqual([200, 200, 401]);
  },
);

test("a secret that is out is cut off at once: the overlap ends alone, or with the next secret", async () => {
  const { save, answers, overlapUntil } = await newShop("leaked");
  await save({ signingSecret: "secret-two", overlapMs: day });
  expect((await save({ endOverlap: true })).status).toBe(204);
  expect([...(await answers("secret-one", "secret-two")), await overlapUntil()]).toEqual([
    401,
    200,
    null,
  ]);
  await save({ signingSecret: "secret-three", overlapMs: day });
  expect((await save({ signingSecret: "secret-four", endOverlap: true })).status).toBe(204);
  expect(await answers("secret-two", "secret-three", "secret-four")).toEqual([401, 401, 200]);
  await save({ signingSecret: "secret-five", overlapMs: day });
  const next = { signingSecret: "secret-six", endOverlap: true, overlapMs: hour };
  expect((await save(next)).status).toBe(204);
  expect(await answers("secret-four", "secret-five", "secret-six")).toEqual([401, 200, 200]);
});

test("the same secret again leaves the overlap as it is, unless that is ended", async () => {
  const { save, answers, overlapUntil } = await newShop("again");
  await save({ signingSecret: "secret-two", overlapMs: day });
  const until = await overlapUntil();
  for (let times = 0; times < 10; times += 1)
    expect(
      (await save({ signingSecret: "secret-two", overlapMs: (times % 2) * hour })).status,
    ).toBe(204);
  expect(await answers("secret-one", "secret-two")).toEqual([200, 200]);
  expect(await overlapUntil()).toBe(until);
  expect((await save({ signingSecret: "secret-two", endOverlap: true })).status).toBe(204);
  expect([...(await answers("secret-one", "secret-two")), await overlapUntil()]).toEqual([
    401,
    200,
    null,
  ]);
});

test("what was promised for a day isn't cut to an hour by going to and fro", async () => {
  const { save, answers, overlapUntil } = await newShop("to-and-fro");
  const header = { kind: "bearer", token: "token-two" };
  const until = async (input: object, overlapMs: number) => {
    await save({ signingSecret: "secret-one", ...input, overlapMs });
    return (await overlapUntil()) - Date.now();
  };
  expect(await until({ header }, day)).toBeGreaterThan(day - hour);
  for (let times = 0; times < 10; times += 1) {
    const { token } = header;
    await until({ header: { ...header, token: `${token}-${times % 2}` } }, hour);
    expect(await answers("secret-one")).toEqual([200]);
  }
});

test("the one before can be taken back", async () => {
  const { save, answers } = await newShop("back");
  await save({ signingSecret: "secret-two", overlapMs: day });
  expect((await save({ signingSecret: "secret-one", overlapMs: hour })).status).toBe(204);
  expect(await answers("secret-one", "secret-two")).toEqual([200, 200]);
});

test("the header that was in force goes with its secret", async () => {
  const { save, name } = { ...(await newShop("header")), name: "header" };
  const token = (value: string) => ({ headers: { authorization: `Bearer ${value}` } });
  await save({ signingSecret: "secret-one", header: { kind: "bearer", token: "token-one" } });
  const header = { kind: "api-key", apiKey: "key-two" };
  await save({ signingSecret: "secret-two", header, overlapMs: hour });
  const one = { project: name, secret: "secret-one" };
  const two = { project: name, secret: "secret-two" };
  expect(await post({ ...one, ...token("token-one") })).toBe(200);
  expect(await post({ ...two, headers: { "x-api-key": "key-two" } })).toBe(200);
  expect(await post({ ...two, ...token("token-one") })).toBe(401);
  expect(await post(one)).toBe(401);
  const other = { kind: "bearer", token: "token-two" };
  await save({ signingSecret: "secret-two", header: other, overlapMs: hour });
  expect(await post({ ...one, ...token("token-one") })).toBe(200);
  expect(await post({ ...two, headers: { "x-api-key": "key-two" } })).toBe(200);
  expect(await post({ ...two, ...token("token-two") })).toBe(200);
});

test("what another process has changed is seen within a second", async () => {
  const { id, save, answers } = await newShop("elsewhere");
  await save({ signingSecret: "secret-two", overlapMs: hour });
  expect(await answers("secret-one")).toEqual([200]);
  const gone = { webhook_alternate: null, webhook_alternate_until: null };
  await db()
    .updateTable("projects")
    .set({ ...sealedSecret(id, "secret-three"), ...gone })
    .where("id", "=", id)
    .execute();
  expect(await answers("secret-three")).toEqual([200]);
  await expect
    .poll(() => answers("secret-one", "secret-two"), { timeout: 2_000 })
    .toEqual([401, 401]);
});

test("an archived project takes nothing, and both again once it is restored", async () => {
  const { path, save, answers } = await newShop("archived");
  await save({ signingSecret: "secret-two", overlapMs: hour });
  await admin.patch(path, { archived: true });
  expect(await answers("secret-one", "secret-two")).toEqual([401, 401]);
  await admin.patch(path, { archived: false });
  expect(await answers("secret-one", "secret-two")).toEqual([200, 200]);
});

test("the hour that a registration leaves is an overlap too", async () => {
  const { path, save, answers, overlapUntil, atJelou } = await newShop("registered");
  expect((await admin.post(`${path}/integration`, { authType: "no_auth" })).status).toBe(201);
  expect(await answers("secret-one", atJelou().secret)).toEqual([200, 200]);
  expect(await overlapUntil()).toBeGreaterThan(Date.now());
  expect((await save({ signingSecret: "secret-three" })).body.reason).toBe("overlap");
  expect((await save({ signingSecret: "secret-three", endOverlap: true })).status).toBe(204);
  expect(await answers("secret-one", atJelou().secret, "secret-three")).toEqual([401, 401, 200]);
});

test("of two changes at once one is refused, and no more than two secrets count", async () => {
  const { save, answers } = await newShop("at-the-same-time");
  const saved = await Promise.all(
    ["secret-two", "secret-three"].map((signingSecret) => save({ signingSecret, overlapMs: hour })),
  );
  expect(saved.map(({ status }) => status).toSorted()).toEqual([204, 409]);
  const taken = await answers("secret-one", "secret-two", "secret-three");
  expect(taken.filter((status) => status === 200)).toHaveLength(2);
});

test("a secret that can't be opened keeps nobody from saving another", async () => {
  const { id, save, answers } = await newShop("broken");
  await db()
    .updateTable("projects")
    .set({ webhook_secret: "v1.k1.AAAA.AAAA.AAAA" })
    .where("id", "=", id)
    .execute();
  forgetWebhookKeys();
  expect(await answers("secret-one")).toEqual([500]);
  expect((await save({ signingSecret: "secret-two", overlapMs: hour })).status).toBe(204);
  expect(await answers("secret-one", "secret-two")).toEqual([401, 200]);
});

test.each<[string, object, string]>([
  ["nothing", {}, "signingSecret"],
  ["an overlap alone", { overlapMs: hour }, "signingSecret"],
  ["an end that is none", { endOverlap: false }, "signingSecret"],
  ["an end with a header", { endOverlap: true, header: null }, "signingSecret"],
  ["more than seven days", { signingSecret: "x", overlapMs: 7 * day + 1 }, "overlapMs"],
  ["less than nothing", { signingSecret: "x", overlapMs: -1 }, "overlapMs"],
  ["a text", { signingSecret: "x", overlapMs: "1" }, "overlapMs"],
])("%s is bad input", async (_name, body, field) => {
  const { save } = await newShop(`bad-${crypto.randomUUID()}`);
  const answer = await save(body);
  expect(answer.status).toBe(400);
  expect(Object.keys(answer.body.error.fields)).toEqual([field]);
});

test("nobody but an admin changes it", async () => {
  const { id, path } = await newShop("by-others");
  const supervisor = await hire(admin, "supervisor", [id]);
  expect((await supervisor.put(`${path}/webhook-auth`, { endOverlap: true })).status).toBe(403);
});
