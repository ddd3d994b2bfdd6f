import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { statusByCode } from "@/lib/errors";
import { openDesk } from "../support/desk.ts";
import { hire, personWith, stranger } from "../support/people.ts";
import { handle } from "../support/routes.ts";

const desk = await openDesk();
const { admin } = desk;
const newProject = () => ({ name: "P", jelouProjectId: `p-${crypto.randomUUID()}` });

test("errors have one form, a request id of their own, and are never cached", async () => {
  const first = await stranger().get("/api/conversations");
  const second = await stranger().get("/api/conversations");
  expect(first.status).toBe(401);
  expect(first.body).toEqual({
    error: {
      code: "unauthenticated",
      message: expect.any(String),
      requestId: expect.stringMatching(/^[\w-]{20,}$/),
    },
  });
  expect(first.body.error.requestId).not.toBe(second.body.error.requestId);
  expect(first.headers.get("cache-control")).toBe("private, no-store");
});

test("the codes and their statuses are those that clients were promised", () => {
  expect(statusByCode).toEqual({
    bad_input: 400,
    unauthenticated: 401,
    forbidden: 403,
    not_found: 404,
    conflict: 409,
    too_large: 413,
    unsupported: 415,
    too_many_requests: 429,
    internal: 500,
    upstream_failed: 502,
    unavailable: 503,
    upstream_timeout: 504,
  });
});

const everywhere: [string, string][] = [
  ["GET", "/api/conversations"],
  ["GET", "/api/conversations/counts"],
  ["GET", "/api/conversations/x"],
  ["GET", "/api/conversations/x/messages"],
  ["POST", "/api/conversations/x/read"],
  ["POST", "/api/conversations/x/unread"],
  ["PUT", "/api/conversations/x/assignee"],
  ["GET", "/api/conversations/x/presence"],
  ["PUT", "/api/conversations/x/presence"],
  ["POST", "/api/conversations"],
  ["GET", "/api/projects/x/people"],
  ["GET", "/api/projects/x/bots"],
  ["POST", "/api/conversations/x/close"],
  ["POST", "/api/conversations/x/mark-closed"],
  ["POST", "/api/closes/x/cancel"],
  ["POST", "/api/closes/x/retry"],
  ["GET", "/api/live"],
  ["GET", "/api/projects"],
  ["POST", "/api/projects"],
  ["GET", "/api/projects/x"],
  ["PATCH", "/api/projects/x"],
  ["PUT", "/api/projects/x/credentials"],
  ["PUT", "/api/projects/x/webhook-auth"],
  ["POST", "/api/projects/x/test"],
  ["POST", "/api/projects/x/integration"],
  ["PATCH", "/api/projects/x/integration"],
  ["POST", "/api/projects/x/integration/check"],
  ["DELETE", "/api/projects/x/contacts/y"],
  ["GET", "/api/users"],
  ["POST", "/api/users"],
  ["PATCH", "/api/users/x"],
  ["GET", "/api/account"],
  ["PATCH", "/api/account"],
  ["POST", "/api/account/password"],
];

test.each(everywhere)("%s %s is closed to strangers", async (method, path) => {
  const { status, body } = await stranger().ask(method, path, method === "GET" ? undefined : {});
  expect([status, body.error.code]).toEqual([401, "unauthenticated"]);
});

const changing = everywhere.filter(([method]) => method !== "GET");

test.each(changing)("%s %s takes JSON alone", async (method, path) => {
  for (const type of ["text/plain", "application/x-www-form-urlencoded", ""]) {
    const options = { headers: { "content-type": type } };
    const { status, body } = await admin.ask(method, path, "{}", options);
    expect([status, body.error.code]).toEqual([415, "unsupported"]);
  }
});

test.each(changing)("%s %s refuses another site's page", async (method, path) => {
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
  ];
  for (const headers of foreign) {
    const { status, body } = await admin.ask(method, path, {}, { headers });
    expect([status, body.error.code]).toEqual([403, "forbidden"]);
  }
});

test("our own pages and clients that are no browser are let through", async () => {
  const ours: Record<string, string>[] = [
    { "sec-fetch-site": "same-origin", origin: "https://whatever.example" },
    { origin: desk.url },
    { "content-type": "application/json; charset=utf-8" },
  ];
  for (const headers of ours) {
    const { status } = await admin.post("/api/projects", newProject(), { headers });
    expect(status).toBe(201);
  }
});

test.each(["", "{", "[1", '{"name":', "undefined"])("the body %j is not JSON", async (text) => {
  const { status, body } = await admin.post("/api/projects", text);
  expect([status, body.error.message]).toEqual([400, "The body is not JSON."]);
});

test("a body over a mebibyte is refused", async () => {
  const { status } = await admin.post("/api/projects", `{"name":"${"x".repeat(1024 * 1024)}"}`);
  expect(status).toBe(413);
});

test.each([
  "setup",
  "password-reset",
  "password-reset/check",
  "password-reset/use",
  "invitation/identity",
])("of a stranger's body to %s 16 KiB are read", async (path) => {
  const post = (length: number) =>
    stranger().post(`/api/${path}`, `{"a":"${"x".repeat(length - 8)}"}`);
  expect((await post(16 * 1024 + 1)).body.error.code).toBe("too_large");
  expect((await post(16 * 1024)).body.error.code).toBe("bad_input");
});

test("wrong fields are named by their paths, unknown ones too", async () => {
  const { status, body } = await admin.post("/api/users", {
    email: "no",
    role: "king",
    password: "short",
    projectIds: [1],
    extra: true,
  });
  expect(status).toBe(400);
  expect(Object.keys(body.error.fields).toSorted()).toEqual(
    ["", "email", "name", "password", "projectIds.0", "role"].toSorted(),
  );
  for (const words of Object.values(body.error.fields)) expect(words).not.toEqual([]);
});

test.each(["../secrets", "x%00", "%", "a b", "ñ", "x".repeat(101)])(
  "the id %j is nobody's",
  async (id) => {
    const { status } = await admin.get(`/api/conversations/${encodeURIComponent(id)}`);
    expect(status).toBe(404);
  },
);

test("a session is good as long as its row and its user are", async () => {
  const agent = await hire(admin, "agent");
  expect((await agent.get("/api/account")).body).toMatchObject({ id: agent.id, role: "agent" });
  const ofHis = () => db().updateTable("sessions").where("id", "=", agent.sessionId);
  await ofHis()
    .set({ expires_at: Date.now() - 1 })
    .execute();
  expect((await agent.get("/api/account")).status).toBe(401);
  await ofHis()
    .set({ expires_at: Date.now() + 60_000 })
    .execute();
  expect((await agent.get("/api/account")).status).toBe(200);
  const setActive = (active: 0 | 1) =>
    db().updateTable("users").set({ active }).where("id", "=", agent.id).execute();
  await setActive(0);
  expect((await agent.get("/api/account")).status).toBe(401);
  await setActive(1);
  expect((await agent.get("/api/account")).status).toBe(200);
  await db().deleteFrom("sessions").where("id", "=", agent.sessionId).execute();
  expect((await agent.get("/api/account")).status).toBe(401);
});

test("a cookie sealed under another secret, or garbage, is a stranger's", async () => {
  const token = await encode({
    token: { sub: "admin", sid: admin.sessionId },
    secret: "another secret of sixteen letters",
  });
  for (const value of [token, "garbage", "", `${token}x`]) {
    const person = personWith(`next-auth.session-token=${value}`);
    expect((await person.get("/api/account")).status).toBe(401);
  }
});

test("an error that nobody foresaw shows nothing of itself", async () => {
  await db().schema.alterTable("users").renameColumn("theme", "elsewhere").execute();
  const { status, body } = await admin.get("/api/account");
  await db().schema.alterTable("users").renameColumn("elsewhere", "theme").execute();
  expect([status, body.error.code]).toEqual([500, "internal"]);
  expect(JSON.stringify(body)).not.toMatch(/theme|sql|column|select/i);
  expect((await admin.get("/api/account")).status).toBe(200);
});

test("NUL in a search, a filter or a text is no fault of ours", async () => {
  for (const query of ["q=abc%00", "q=%00", "assignee=%00", "project=%00", "cursor=%00"]) {
    expect((await admin.get(`/api/conversations?${query}`)).status).toBeLessThan(500);
  }
  const created = await admin.post("/api/projects", { ...newProject(), name: "a\0b" });
  expect(created.status).toBe(201);
  expect(created.body.name).toBe("a\uFFFDb");
});

test("a path that nothing answers is a 404, and a method that it hasn't a 405", async () => {
  const at = (method: string, path: string) =>
    handle(new Request(`${desk.url}${path}`, { method })).then((response) => response.status);
  expect(await at("GET", "/api/nothing")).toBe(404);
  expect(await at("DELETE", "/api/projects/x")).toBe(405);
});
