import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { openDesk } from "../support/desk.ts";
import { hire, password, personWith, signInAs, stranger } from "../support/people.ts";

const { admin } = await openDesk();

const project = async (name: string) => {
  const jelouProjectId = crypto.randomUUID();
  const { body } = await admin.post("/api/projects", { name, jelouProjectId });
  return body.id as string;
};
const me = async () => (await admin.get("/api/account")).body.id as string;

test("a user is made, listed and never shown with a password", async () => {
  const projectId = await project("Ventas");
  const input = {
    email: " Maria@Example.COM ",
    name: " María ",
    role: "agent",
    password,
    projectIds: [projectId, projectId],
  };
  const { status, body } = await admin.post("/api/users", input);
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.any(String),
    email: "maria@example.com",
    name: "María",
    role: "agent",
    active: true,
    projectIds: [projectId],
    hasPassword: true,
    secondFactor: false,
    connected: false,
    signedInAt: null,
    linkUntil: null,
    createdAt: expect.any(Number),
    updatedAt: expect.any(Number),
  });
  const list = await admin.get("/api/users");
  expect(list.body.items).toContainEqual(body);
  expect(list.body.nextCursor).toBeNull();
  expect(JSON.stringify(list.body)).not.toMatch(/hash|argon/i);
  await signInAs("maria@example.com");
});

test("an e-mail belongs to one user, however it is written", async () => {
  const { email } = await hire(admin, "agent");
  const input = { email: email.toUpperCase(), name: "x", role: "agent", password };
  const { status, body } = await admin.post("/api/users", input);
  expect([status, Object.keys(body.error.fields)]).toEqual([409, ["email"]]);
  const other = await hire(admin, "agent");
  expect((await admin.patch(`/api/users/${other.id}`, { email })).status).toBe(409);
});

test("of two users made at once with one e-mail, one is", async () => {
  const input = { email: "twin@example.com", name: "x", role: "agent", password };
  const answers = await Promise.all([1, 2, 3].map(() => admin.post("/api/users", input)));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409, 409]);
});

test("a project that doesn't exist can't be given", async () => {
  const input = { email: "x@example.com", name: "x", role: "agent", password, projectIds: ["no"] };
  const { status, body } = await admin.post("/api/users", input);
  expect([status, Object.keys(body.error.fields)]).toEqual([400, ["projectIds"]]);
  const { body: list } = await admin.get("/api/users");
  expect(JSON.stringify(list)).not.toContain("x@example.com");
});

test.each(["agent", "supervisor"] as const)(
  "a %s manages neither users nor projects",
  async (role) => {
    const person = await hire(admin, role, [await project("Suyo")]);
    const [id] = [person.id];
    const answers = await Promise.all([
      person.get("/api/users"),
      person.post("/api/users", { email: "y@example.com", name: "y", role: "admin", password }),
      person.patch(`/api/users/${id}`, { role: "admin" }),
      person.post("/api/projects", { name: "n", jelouProjectId: "n" }),
      person.patch("/api/projects/x", { name: "n" }),
      person.put("/api/projects/x/credentials", { kind: "api-key", apiKey: "k" }),
      person.put("/api/projects/x/webhook-auth", { signingSecret: "s" }),
      person.post("/api/projects/x/test"),
      person.remove("/api/projects/x/contacts/y"),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual(Array(9).fill(403));
    expect((await person.get("/api/account")).body.role).toBe(role);
  },
);

test("the last admin can be neither disabled nor made an agent, not even by two at once", async () => {
  const id = await me();
  for (const change of [{ active: false }, { role: "agent" }]) {
    const { status, body } = await admin.patch(`/api/users/${id}`, change);
    expect([status, body.error.message]).toEqual([409, expect.stringContaining("last admin")]);
  }
  const second = await hire(admin, "admin");
  const answers = await Promise.all([
    admin.patch(`/api/users/${second.id}`, { active: false }),
    second.patch(`/api/users/${id}`, { active: false }),
  ]);
  expect(answers.map((answer) => answer.status)).toContain(200);
  const [left] = await Promise.all([admin.get("/api/users"), second.get("/api/users")]).then(
    (lists) => lists.filter((list) => list.status === 200),
  );
  const admins = left?.body.items.filter(
    (user: { role: string; active: boolean }) => user.role === "admin" && user.active,
  );
  expect(admins).toHaveLength(1);
  if ((await admin.get("/api/users")).status !== 200) {
    await second.patch(`/api/users/${id}`, { active: true });
    Object.assign(admin, await signInAs("admin@example.com"));
  }
});

test.each([
  ["is disabled", { active: false }],
  ["gets another role", { role: "supervisor" }],
  ["gets another password", { password: "another password" }],
])("a user who %s is signed out everywhere", async (_name, change) => {
  const person = await hire(admin, "agent");
  const phone = await signInAs(person.email);
  expect((await admin.patch(`/api/users/${person.id}`, change)).status).toBe(200);
  expect([
    (await person.get("/api/account")).status,
    (await phone.get("/api/account")).status,
  ]).toEqual([401, 401]);
});

test("a disabled user can't sign in until he is let in again", async () => {
  const person = await hire(admin, "agent");
  await admin.patch(`/api/users/${person.id}`, { active: false });
  await expect(signInAs(person.email)).rejects.toThrow();
  await admin.patch(`/api/users/${person.id}`, { active: true });
  expect((await (await signInAs(person.email)).get("/api/account")).status).toBe(200);
});

test("another name or other projects leave a user signed in, and count at once", async () => {
  const [mine, theirs] = [await project("A"), await project("B")];
  const person = await hire(admin, "agent", [mine]);
  const seen = async () => (await person.get("/api/projects")).body.items;
  expect(await seen()).toMatchObject([{ id: mine }]);
  await admin.patch(`/api/users/${person.id}`, { name: "Otra", projectIds: [theirs] });
  expect(await seen()).toMatchObject([{ id: theirs }]);
  expect((await person.get(`/api/projects/${mine}`)).status).toBe(404);
  expect((await person.get("/api/account")).body.name).toBe("Otra");
});

test("one changes one's own language and look, and nothing else", async () => {
  const person = await hire(admin, "agent");
  const change = { locale: "pt", theme: "dark" };
  expect((await person.patch("/api/account", change)).status).toBe(204);
  expect((await person.get("/api/account")).body).toMatchObject(change);
  expect((await person.patch("/api/account", { role: "admin" })).status).toBe(400);
  expect((await person.patch("/api/account", {})).status).toBe(204);
});

test("one's own new password needs the old one and ends the other sessions", async () => {
  const person = await hire(admin, "agent");
  const phone = await signInAs(person.email);
  const next = "a password of my own";
  const wrong = await person.post("/api/account/password", { current: "not it", next });
  expect([wrong.status, Object.keys(wrong.body.error.fields)]).toEqual([400, ["current"]]);
  const right = await person.post("/api/account/password", { current: password, next });
  expect(right.status).toBe(204);
  expect((await person.get("/api/account")).status).toBe(200);
  expect((await phone.get("/api/account")).status).toBe(401);
  await expect(signInAs(person.email)).rejects.toThrow();
  await signInAs(person.email, next);
});

test("an admin's session alone doesn't change what lets its owner in", async () => {
  const boss = await hire(admin, "admin");
  const path = `/api/users/${boss.id}`;
  const asks = [
    () => boss.patch(path, { password: "another password" }),
    () => boss.patch(path, { email: "elsewhere@example.com" }),
    () => boss.patch(path, { secondFactor: false }),
    () => boss.patch(path, { identity: false }),
    () => boss.post(`${path}/link`),
  ];
  for (const ask of asks) {
    const { status, body } = await ask();
    expect([status, body.error.message]).toEqual([409, expect.stringContaining("Preferences")]);
  }
  const same = await boss.patch(path, { email: boss.email.toUpperCase(), name: "Otra" });
  expect([same.status, same.body.name]).toEqual([200, "Otra"]);
  await signInAs(boss.email);
  expect((await admin.patch(path, { password: "another password" })).status).toBe(200);
});

test("connecting an account of the provider takes one's password", async () => {
  const person = await hire(admin, "agent");
  const asking = async () =>
    (
      await db()
        .selectFrom("sessions")
        .select("connect_until")
        .where("id", "=", person.sessionId)
        .executeTakeFirstOrThrow()
    ).connect_until;
  for (const proof of [{}, { password: "" }, { password: "not it" }]) {
    const { status, body } = await person.post("/api/account/identity", proof);
    expect([status, Object.keys(body.error.fields)]).toEqual([400, ["password"]]);
    expect(await asking()).toBeNull();
  }
  expect((await person.post("/api/account/identity", { password })).status).toBe(204);
  expect(await asking()).toBeGreaterThan(Date.now());
});

test("an admin disconnects somebody's account at the provider, which signs him out", async () => {
  const person = await hire(admin, "agent");
  const identity = { issuer: "https://id.example.com", subject: person.id, user_id: person.id };
  await db()
    .insertInto("identities")
    .values({ ...identity, created_at: 1 })
    .execute();
  const path = `/api/users/${person.id}`;
  expect((await person.patch(path, { identity: false })).status).toBe(403);
  const { status, body } = await admin.patch(path, { identity: false });
  expect([status, body.connected]).toEqual([200, false]);
  expect((await person.get("/api/account")).status).toBe(401);
  const back = await signInAs(person.email);
  expect((await admin.patch(path, { identity: false })).status).toBe(200);
  expect((await back.get("/api/account")).status).toBe(200);
  const trail = await db()
    .selectFrom("audit_log")
    .select("actor_id")
    .where("subject_id", "=", person.id)
    .where("action", "=", "identity.unlinked")
    .execute();
  expect(trail).toEqual([{ actor_id: await me() }]);
});

test("a user nobody has is a 404", async () => {
  expect((await admin.patch("/api/users/nobody", { name: "x" })).status).toBe(404);
  expect((await stranger().patch("/api/users/nobody", { name: "x" })).status).toBe(401);
  expect((await personWith("other=1; next-auth.session-token=").get("/api/account")).status).toBe(
    401,
  );
});
