import { DeskClient } from "../../scripts/desk-client.ts";
import { allFiles, searchFor } from "../support/canaries.ts";
import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { freePort, startDesk } from "../support/e2e-desk.ts";
import { expect, test } from "../support/e2e-test.ts";
import { sign } from "../support/jelou/sign.ts";
import { runScript } from "../support/run-script.ts";

test("an admin changes the secret by keyboard, sees until when the old one counts, and ends that", async ({
  desk,
  shop,
  visitAs,
}) => {
  test.slow();
  const name = `Tienda ${crypto.randomUUID().slice(0, 8)}`;
  await desk.admin.call("PATCH", `/api/projects/${shop.projectId}`, { name });
  const alicia = await shop.hire("Alicia Dueña", "admin");
  const page = await visitAs(alicia, "/admin/projects", { expectErrors: /status of 409/ });
  const webhook = page.getByRole("region", { name: "Webhook", exact: true });
  const heading = page.getByRole("heading", { name });
  await expect(heading).toBeVisible();
  if (!(await webhook.isVisible())) await heading.click();
  const secret = webhook.getByLabel("Secreto de firma");
  const previous = webhook.getByRole("combobox", { name: /El secreto anterior/ });
  const post = async (signingSecret: string) => {
    const raw = Buffer.from(JSON.stringify({ at: Date.now(), by: signingSecret }));
    const address = `${desk.url}/api/webhooks/jelou/${shop.jelouProjectId}`;
    const headers = { "x-jelou-signature": sign(signingSecret, raw) };
    return (await fetch(address, { method: "POST", headers, body: raw })).status;
  };

  await secret.fill("un-secreto-nuevo");
  await expect(previous.locator("option:checked")).toHaveText("Deja de valer al guardar");
  await previous.selectOption("Vale un día más");
  await webhook.getByRole("button", { name: "Guardar" }).press("Enter");
  const until = webhook.getByText(/se aceptan hasta el/);
  await expect(until).toBeVisible();
  await expect(webhook.getByText("Guardado, termina en uevo")).toBeVisible();
  expect(await Promise.all([post("el-secreto-de-firma"), post("un-secreto-nuevo")])).toEqual([
    200, 200,
  ]);

  await secret.fill("un-tercer-secreto");
  await secret.press("Enter");
  await expect(webhook.getByRole("alert")).toContainText("no cabe un tercero");
  await expectAccessible(page, "two secrets count");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(desktop);
  await webhook.getByRole("button", { name: "Dejar de aceptarlos ya" }).press("Enter");
  await expect(until).toBeHidden();
  await expect.poll(() => post("el-secreto-de-firma")).toBe(401);
  expect(await post("un-secreto-nuevo")).toBe(200);
});

test("the built desk prints and shows no secret, not even where it listens to everything", async () => {
  test.slow();
  const secrets = {
    NEXTAUTH_SECRET: "canary-nextauth-0123456789",
    ADMIN_PASSWORD: "canary-admin-0123456789",
    METRICS_TOKEN: "canary-metrics-0123456789",
    mail: "canary-mail-0123456789",
    apiKey: "canary-api-key-0123456789",
    signing: "canary-signing-0123456789",
    bearer: "canary-bearer-0123456789",
  };
  const { mail, apiKey, signing, bearer, ...set } = secrets;
  const desk = await startDesk({
    ...set,
    ADMIN_EMAIL: "admin@example.com",
    SMTP_URL: `smtp://desk:${mail}@127.0.0.1:1`,
    SMTP_FROM: "desk@example.com",
    LOG_LEVEL: "debug",
  });
  try {
    const admin = new DeskClient(desk.url);
    await admin.signIn("admin@example.com", secrets.ADMIN_PASSWORD);
    const input = { name: "Tienda", jelouProjectId: "tienda" };
    const { id } = await admin.call("POST", "/api/projects", input);
    const header = { kind: "bearer", token: bearer };
    await admin.call("PUT", `/api/projects/${id}/credentials`, { kind: "api-key", apiKey });
    await admin.call("PUT", `/api/projects/${id}/webhook-auth`, { signingSecret: signing, header });
    const invited = { email: "new@example.com", name: "Nueva", role: "agent", projectIds: [] };
    const user = await admin.call("POST", "/api/users", invited);
    const link = await admin.call("POST", `/api/users/${user.id}/link`);
    const cookie = admin.cookie.split("; ").find((pair) => pair.includes("session-token")) ?? "";
    const token = String(link.url).split(/[=/#]/).at(-1) ?? "";
    const { look, found } = searchFor({ ...secrets, cookie: cookie.split("=")[1] ?? "", token });
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(desk.url + path, { headers: { cookie: admin.cookie, ...headers }, redirect: "manual" });
    for (const path of [
      "/conversations",
      "/closes",
      "/answers",
      "/preferences",
      "/preferences/security",
      "/admin/projects",
      "/admin/users",
      "/admin/closing",
      "/admin/audit",
      "/admin/deliveries",
      "/login",
      "/api/projects",
      `/api/projects/${id}`,
      "/api/audit.csv",
      "/nowhere",
    ])
      for (const headers of [{}, { rsc: "1" }] as Record<string, string>[]) {
        const answer = await get(path, headers);
        expect([path, answer.status]).toEqual([
          path,
          path === "/nowhere" ? 404 : expect.any(Number),
        ]);
        expect(answer.status).toBeLessThan(500);
        look(path, `${JSON.stringify([...answer.headers])} ${await answer.text()}`);
      }
    const authorization = { authorization: `Bearer ${secrets.METRICS_TOKEN}` };
    const asMonitor = await get("/api/metrics", authorization);
    expect(asMonitor.status).toBe(200);
    look("/api/metrics", await asMonitor.text());
    for (const path of [
      `/api/health/live?token=${token}`,
      `/api/password-reset/${token}`,
      "/api/live",
    ]) {
      const answer = await get(path, authorization);
      await answer.body?.cancel();
    }
    await get(new URL(String(link.url)).pathname);
    await desk.stop();
    expect(desk.output()).toContain('"msg":"request"');
    look("what it printed", desk.output());
    for (const [name, content] of allFiles(desk.dataDir, ["encryption-keys"])) look(name, content);
    expect(found).toEqual([]);
  } finally {
    await desk.remove();
  }
});

test("a database that doesn't answer is named without its password", async () => {
  const { code, output } = await runScript("start", [], {
    DATABASE_URL: "postgres://desk:canary-of-postgres@127.0.0.1:1/desk",
    NEXTAUTH_SECRET: "canary-of-the-sessions",
    ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString("base64"),
    PORT: String(await freePort()),
  });
  expect([code, output]).toEqual([1, expect.stringContaining("DATABASE_URL")]);
  expect(output).not.toContain("canary");
});
