import { expect, test } from "vitest";
import { startDesk } from "@/lib/desk";
import { hasUsers } from "@/lib/users/read";
import { setupToken } from "@/lib/users/write";
import { password, signInAs, stranger } from "../support/people.ts";
import { applySettings, temporaryDirectory } from "../support/settings.ts";

const input = (token: string, email = "first@example.com") => ({
  token,
  email,
  name: "Primera",
  password,
});

async function openEmptyDesk(settings: Record<string, string> = {}) {
  applySettings({ DATA_DIR: temporaryDirectory(), APP_URL: "http://127.0.0.1:3000", ...settings });
  return startDesk();
}

test("the token of the log makes the first admin, and nothing after that", async () => {
  const desk = await openEmptyDesk();
  const token = setupToken();
  expect((await stranger().post("/api/setup", input(`${token}x`))).status).toBe(403);
  expect((await stranger().post("/api/setup", input(""))).status).toBe(403);
  expect(await hasUsers()).toBe(false);
  const answers = await Promise.all(
    [1, 2, 3].map((n) => stranger().post("/api/setup", input(token, `n${n}@example.com`))),
  );
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409, 409]);
  const winner = answers.findIndex((answer) => answer.status === 201) + 1;
  const admin = await signInAs(`n${winner}@example.com`);
  expect((await admin.get("/api/users")).body.items).toHaveLength(1);
  expect((await admin.get("/api/account")).body.role).toBe("admin");
  await desk.stop();
});

test("the set-up keeps the rules of every other form", async () => {
  const desk = await openEmptyDesk();
  const token = setupToken();
  const short = await stranger().post("/api/setup", { ...input(token), password: "short" });
  expect([short.status, Object.keys(short.body.error.fields)]).toEqual([400, ["password"]]);
  const headers = { origin: "https://evil.example" };
  expect((await stranger().post("/api/setup", input(token), { headers })).status).toBe(403);
  await desk.stop();
});

test("with ADMIN_EMAIL and ADMIN_PASSWORD the first start makes the admin, and later ones leave him be", async () => {
  const first = { ADMIN_EMAIL: "boss@example.com", ADMIN_PASSWORD: password };
  const desk = await openEmptyDesk(first);
  const token = setupToken();
  expect((await stranger().post("/api/setup", input(token))).status).toBe(409);
  await signInAs("boss@example.com");
  await desk.stop();
  process.env.ADMIN_EMAIL = "other@example.com";
  const again = await startDesk();
  await signInAs("boss@example.com");
  await expect(signInAs("other@example.com")).rejects.toThrow();
  await again.stop();
});
