import { TOTP } from "otpauth";
import { describe, expect, test, vi } from "vitest";
import { sealedColumns } from "@/lib/db/sealed-columns";
import { db } from "@/lib/db/store";
import { log } from "@/lib/log";
import { allValues } from "../support/all-values.ts";
import { allFiles, searchFor } from "../support/canaries.ts";
import { captureLog } from "../support/captured-log.ts";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { messagePayload } from "../support/payloads.ts";
import { hire, password, personWith, stranger } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";
import { listRoutes } from "../support/routes.ts";
import { runScript } from "../support/run-script.ts";
import { temporaryDirectory } from "../support/settings.ts";
import { createDatabase, type EngineName, engines } from "../support/stores.ts";

vi.setConfig({ testTimeout: 60_000 });

const canary = (name: string) => `canary+${name}/${crypto.randomUUID()}`;
const headerSafe = (name: string) => `canary-${name}-${crypto.randomUUID()}`;

async function settingsWith(engine: EngineName) {
  const key = crypto.getRandomValues(Buffer.alloc(32)).toString("base64");
  const kept = {
    NEXTAUTH_SECRET: canary("nextauth"),
    METRICS_TOKEN: headerSafe("metrics"),
    OIDC_CLIENT_SECRET: canary("oidc"),
    S3_SECRET_ACCESS_KEY: canary("s3"),
  };
  const mail = headerSafe("mail");
  const postgres = headerSafe("postgres");
  const address = engine === "postgres" ? new URL(await createDatabase()) : undefined;
  if (address) address.password = postgres;
  const settings = {
    ...kept,
    ENCRYPTION_KEYS: `k1:${key}`,
    SMTP_URL: `smtp://desk:${mail}@127.0.0.1:1`,
    SMTP_FROM: "desk@example.com",
    OIDC_ISSUER: "http://127.0.0.1:1",
    OIDC_CLIENT_ID: "desk",
    S3_BUCKET: "bucket",
    S3_ENDPOINT: "http://127.0.0.1:1",
    S3_ACCESS_KEY_ID: "AKIAEXAMPLE",
    ...(address ? { DATABASE_URL: address.href } : {}),
  };
  return { settings, set: { ...kept, key, mail, postgres, ADMIN_PASSWORD: password } };
}

/** A desk that has a secret of every kind, and uses them. */
async function openSecretDesk(engine: EngineName) {
  const { settings, set } = await settingsWith(engine);
  const world = await openDeskWithJelou(settings, engine);
  const { desk, admin, project, addProject } = world;
  const lines = captureLog();
  const apiKey = headerSafe("api-key");
  const signed = { one: canary("signing-one"), two: canary("signing-two") };
  const header = { bearer: headerSafe("bearer"), key: headerSafe("key"), basic: canary("basic") };
  const clientSecret = canary("client-secret");
  const put = async (path: string, body: object) =>
    expect((await admin.put(`/api/projects/${path}`, body)).status).toBe(204);
  const second = await addProject("p2");
  await put(`${project.id}/credentials`, { kind: "basic", clientId: "client", clientSecret });
  await put(`${second.id}/credentials`, { kind: "api-key", apiKey });
  const bearer = { kind: "bearer", token: header.bearer };
  await put(`${project.id}/webhook-auth`, { signingSecret: signed.one, header: bearer });
  const overlapMs = 3_600_000;
  const key = { kind: "api-key", apiKey: header.key };
  await put(`${project.id}/webhook-auth`, { signingSecret: signed.two, header: key, overlapMs });
  const basic = { kind: "basic", username: "jelou", password: header.basic };
  await put(`${second.id}/webhook-auth`, { signingSecret: canary("other"), header: basic });

  const person = await hire(admin, "agent", [project.id]);
  const begun = await person.post("/api/account/second-factor");
  const totp = begun.body.secret as string;
  const code = new TOTP({ secret: totp }).generate();
  const confirmed = await person.put("/api/account/second-factor", { code, password });
  expect([begun.status, confirmed.status]).toEqual([200, 200]);
  const [recovery = ""] = confirmed.body.recoveryCodes as string[];
  const invited = { email: "new@example.com", name: "Nueva", role: "agent", projectIds: [] };
  const { id } = (await admin.post("/api/users", invited)).body;
  const link = await admin.post(`/api/users/${id}/link`);
  expect(link.status).toBe(201);
  const linkToken = new URL(link.body.url).href.split(/[=/#]/).at(-1)!;
  const cookie = admin.cookie!.split("=")[1]!;
  return {
    ...world,
    lines,
    person,
    signed,
    header,
    clientSecret,
    place: { ...settings, DATA_DIR: desk.dataDir },
    all: {
      ...set,
      apiKey,
      clientSecret,
      signingOne: signed.one,
      signingTwo: signed.two,
      ...header,
      totp,
      recovery,
      linkToken,
      cookie,
      clientSecretBefore: secrets.clientSecret,
      signingBefore: secrets.signingSecret,
    },
  };
}
type SecretDesk = Awaited<ReturnType<typeof openSecretDesk>>;

/** Signed and headed as Jelou does, as it did before, and as nobody should. */
async function postEvents({ signed, header }: SecretDesk) {
  const event = (id: string) => messagePayload({ project: "p1", conversation: "talk", id });
  const now = { secret: signed.two, headers: { "x-api-key": header.key } };
  const before = { secret: signed.one, headers: { authorization: `Bearer ${header.bearer}` } };
  const mixed = { secret: signed.one, headers: { "x-api-key": header.key, cookie: header.bearer } };
  expect((await postWebhook(event("now"), now)).status).toBe(200);
  expect((await postWebhook(event("before"), before)).status).toBe(200);
  expect((await postWebhook({ signedBy: "it", and: "unreadable" }, now)).status).toBe(200);
  expect((await postWebhook(event("mixed"), mixed)).status).toBe(401);
  const unknown = { ...before, project: "nobody-knows-it" };
  expect((await postWebhook(event("unknown"), unknown)).status).toBe(401);
}

/** Jelou says what it was called with, in every way, when it refuses and when it doesn't. */
async function closeWithEcho({
  sandbox,
  close,
  all,
  clientSecret,
  settles,
  withFault,
  admin,
}: SecretDesk) {
  const { body } = await admin.get("/api/conversations?status=all");
  const id = body.items[0].id as string;
  const basic = Buffer.from(`client:${clientSecret}`).toString("base64");
  const words = `No ${clientSecret}, ${encodeURIComponent(clientSecret)}, Basic ${basic}, ${all.signingTwo}`;
  for (const [status, state] of [
    [422, "refused"],
    [500, "unknown"],
  ] as const) {
    withFault({ on: "close", status, body: { message: words, error: [words], data: { words } } });
    expect((await close(id, {}, admin)).status).toBe(202);
    await settles(id, state);
  }
  sandbox.faults.clear();
  return id;
}

async function idsFor({ admin, project, person, desk }: SecretDesk, conversation: string) {
  const first = async (path: string) => {
    const { status, body } = await admin.get(path);
    expect([path, status]).toEqual([path, 200]);
    return (body.items[0]?.id as string | undefined) ?? "none";
  };
  const bulk = await admin.post("/api/bulk-closes", {
    conversationIds: [conversation],
    message: null,
    undoMs: 10_000,
  });
  return {
    projects: project.id,
    conversations: conversation,
    users: person.id,
    deliveries: await first("/api/deliveries?verdict=quarantined"),
    "bulk-closes": (bulk.body.id ?? bulk.body.bulk?.id ?? "none") as string,
    sessions: admin.sessionId,
    dataDir: desk.dataDir,
  } as Record<string, string>;
}

/** What every GET route answers an admin, a person and a stranger. */
async function readEverything(world: SecretDesk, look: (place: string, text: string) => void) {
  const { admin, person, all } = world;
  const conversation = await closeWithEcho(world);
  const ids = await idsFor(world, conversation);
  const statuses = new Map<string, number>();
  for (const route of (await listRoutes()).filter((each) => each.startsWith("GET "))) {
    const path = route
      .slice(4)
      .replace(/(\w[\w-]*)\/\[\w+\]/g, (_all, kind) => `${kind}/${ids[kind] ?? "none"}`);
    if (path === "/api/live") continue;
    const monitor = { headers: { authorization: `Bearer ${all.METRICS_TOKEN}` } };
    for (const who of [admin, person, stranger()]) {
      const answer = await who.open(path, path === "/api/metrics" ? monitor : {});
      if (who === admin) statuses.set(path, answer.status);
      const headers = JSON.stringify([...answer.headers]);
      look(`GET ${path}`, `${answer.status} ${headers} ${await answer.text()}`);
    }
  }
  return statuses;
}

/** Answers to input that is wrong, or to no right. */
async function ask(world: SecretDesk, look: (place: string, text: string) => void) {
  const { admin, person, project, all, desk } = world;
  const path = `/api/projects/${project.id}`;
  const wrong = { kind: "api-key", apiKey: `${all.apiKey}ñ` };
  const answers = [
    await admin.put(`${path}/credentials`, wrong),
    await admin.put(`${path}/webhook-auth`, { signingSecret: all.signingOne.repeat(100) }),
    await admin.put(`${path}/webhook-auth`, { signingSecret: "a-third-one" }),
    await admin.patch(path, { gatewayUrl: `http://x:${all.bearer}@10.0.0.1/` }),
    await admin.post(`${path}/test`),
    await person.put(`${path}/credentials`, { kind: "api-key", apiKey: all.apiKey }),
    await personWith(`next-auth.session-token=${all.cookie}x`).get("/api/conversations"),
    await stranger().post("/api/password-reset/use", { token: all.linkToken, password: "short" }),
    await stranger().post("/api/setup", { token: all.linkToken, email: "x", password: all.basic }),
    await stranger().get(`/api/health/ready?token=${all.METRICS_TOKEN}`),
  ];
  answers.forEach(({ body, headers }, n) => {
    look(`answer ${n}`, JSON.stringify([body, [...headers]]));
  });
  const byHttp = await fetch(`${desk.url}/api/invitation/${all.linkToken}`);
  look("an address", await byHttp.text());
}

describe.each(engines)("on %s", (engine) => {
  test("no secret leaves: not by an answer, the stream, the log, the database or a backup", async () => {
    const world = await openSecretDesk(engine);
    const { admin, person, all, lines, place, desk } = world;
    const { look, found, places } = searchFor(all);
    const streams = [await watch(admin), await watch(person)];
    for (const stream of streams) await stream.ready();
    await postEvents(world);
    const statuses = await readEverything(world, look);
    await ask(world, look);
    expect(statuses.size).toBeGreaterThan(35);
    const unread = [...statuses].filter(([, status]) => status !== 200 && status !== 404);
    expect(unread.filter(([path]) => !/\/none|integration|oidc/.test(path))).toEqual([]);
    expect([...statuses.values()].filter((status) => status === 200).length).toBeGreaterThan(28);

    for (const stream of streams) {
      expect(stream.changes().length).toBeGreaterThan(2);
      look("the stream", JSON.stringify(stream.frames));
    }
    log().debug({ place, headers: { cookie: admin.cookie } }, `Called with ${all.apiKey}`);
    log().error(new Error(`It said ${Buffer.from(all.clientSecret).toString("base64")}`));
    expect(lines.length).toBeGreaterThan(2);
    look("the log", lines.join(""));

    const outside: string[] = [];
    for await (const [column, value] of allValues()) {
      look(column, value);
      if (/v1\.[\w-]{1,32}\.[\w-]{16}\.[\w-]{22}\./.test(value)) outside.push(column);
    }
    const listed = sealedColumns.map(({ table, column }) => `${table}.${column}`);
    expect(new Set(outside)).toEqual(new Set(listed));
    for (const [name, content] of allFiles(desk.dataDir)) look(name, content);

    const folder = temporaryDirectory();
    const { code, output } = await runScript("backup", ["--to", `${folder}/`], place);
    expect([code, output]).toEqual([0, expect.any(String)]);
    look("what the backup prints", output);
    for (const [, content] of allFiles(folder)) look("the backup", content);
    expect(places.length).toBeGreaterThan(500);
    expect(found).toEqual([]);
  });
});

test("the search finds a secret that somebody has let out", async () => {
  const world = await openSecretDesk("sqlite");
  const { admin, all, desk, signed, header } = world;
  const leak = Buffer.from(`it is ${all.apiKey}!`).toString("base64url");
  const event = messagePayload({ project: "p1", conversation: "leak", body: leak });
  const keys = { secret: signed.two, headers: { "x-api-key": header.key } };
  expect((await postWebhook(event, keys)).status).toBe(200);
  const { look, found } = searchFor(all);
  const { body } = await admin.get("/api/conversations?status=all");
  look("the list", JSON.stringify(body));
  for await (const [column, value] of allValues()) look(column, value);
  for (const [name, content] of allFiles(desk.dataDir)) look(name, content);
  expect(found).toContain("apiKey in the list");
  expect(found).toContain("apiKey in messages.content");
  expect(found.some((each) => each.startsWith("apiKey in mostrador.db"))).toBe(true);
  await db()
    .updateTable("users")
    .set({ name: all.linkToken })
    .where("name", "=", "Nueva")
    .execute();
  const again = searchFor(all);
  again.look("the people", JSON.stringify((await admin.get("/api/users")).body));
  expect(again.found).toEqual(["linkToken in the people"]);
});
