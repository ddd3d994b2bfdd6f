import type { Page } from "@playwright/test";
import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import type { Desk } from "../support/e2e-desk.ts";
import { type Shop, secrets } from "../support/e2e-shop.ts";
import { expect, test } from "../support/e2e-test.ts";

const steps = [
  "Credenciales",
  "Secreto de firma",
  "Dirección alcanzable",
  "Primer evento",
  "Primer cierre",
];

test("an admin connects a new project by keyboard and sees each thing come true", async ({
  desk,
  shop,
  visitAs,
}) => {
  test.slow();
  const { id, name } = newProject(shop);
  const page = await visitAs(await shop.hire("Alicia Dueña", "admin"), "/admin/projects");
  const section = page.getByRole("region", { name: "Conectar con Jelou" });
  const state = () =>
    Promise.all(
      steps.map(async (step) => {
        const item = section.getByRole("listitem").filter({ hasText: step });
        return (await item.innerText()).split(/\n+/).at(1);
      }),
    );

  await test.step("a project is added, and the checklist says what it lacks", async () => {
    await page.getByRole("button", { name: "Añadir proyecto" }).click();
    const dialog = page.getByRole("dialog", { name: "Añadir un proyecto" });
    await dialog.getByRole("textbox", { name: "Nombre" }).fill(name);
    await dialog.getByRole("textbox", { name: "Id del proyecto en Jelou" }).fill(id);
    await dialog.getByRole("textbox", { name: "Dirección de la API" }).fill(shop.jelou.gatewayUrl);
    await page.keyboard.press("Enter");
    await expect(section).toContainText("Todavía no está conectado.");
    await expect.poll(state).toEqual(["Falta", "Falta", "Revisar", "Falta", "Falta"]);
    await expect(section).toContainText("no es una dirección https pública");
    await expect(section.getByRole("button", { name: "Conectar con Jelou" })).toBeDisabled();
    await look(page, "not connected");
  });

  await test.step("the credentials are a key away", async () => {
    await section.getByRole("link", { name: "Ir a las credenciales" }).press("Enter");
    const credentials = page.getByRole("region", { name: "Credenciales" });
    await expect(credentials).toBeInViewport();
    await credentials.getByRole("textbox", { name: "Client id" }).fill(secrets.clientId);
    await credentials.getByLabel("Client secret").fill(secrets.clientSecret);
    await page.keyboard.press("Enter");
    await expect.poll(state).toEqual(["Listo", "Falta", "Revisar", "Falta", "Falta"]);
  });

  await test.step("it connects, warned and not kept from it, and waits for the first event", async () => {
    await expect(section).toContainText("a la que Jelou no puede llegar desde internet");
    await expect(section.getByRole("combobox", { name: /Cabecera/ })).toHaveValue("bearer");
    await section.getByRole("button", { name: "Conectar con Jelou" }).press("Enter");
    await expect(section).toContainText("Esperando el primer evento");
    await expect.poll(state).toEqual(["Listo", "Listo", "Revisar", "Esperando", "Falta"]);
    await expect(section.getByRole("button", { name: "Cambiar la cabecera" })).toBeFocused();
    expect(shop.jelou.project(id)).toMatchObject({
      webhookUrl: `${desk.url}/api/webhooks/jelou/${id}`,
      authType: "bearer",
    });
    await look(page, "waiting");
  });

  await test.step("the first event and the first close show by themselves", async () => {
    const carla = await shop.greet("Carla Vega", { projectId: id, botId: `bot-${id}` });
    await expect(section.getByRole("status")).toContainText("Conectado");
    await expect.poll(state).toEqual(["Listo", "Listo", "Listo", "Listo", "Falta"]);
    await shop.closeFromAfar(carla.id);
    await expect.poll(state).toEqual(["Listo", "Listo", "Listo", "Listo", "Listo"]);
    await look(page, "connected");
  });

  await test.step("no secret has reached the page", async () => {
    const html = await page.content();
    const { signingSecret, authorization } = shop.jelou.project(id)!;
    for (const secret of [signingSecret, authorization, secrets.clientSecret]) {
      expect(html).not.toContain(secret);
      expect(desk.output()).not.toContain(secret);
    }
  });
});

test("what Jelou refuses, leaves open or takes is told, and a change loses nothing", async ({
  desk,
  shop,
  visitAs,
}) => {
  test.slow();
  const { id, name } = newProject(shop);
  const { faults } = shop.jelou;
  const alicia = await shop.hire("Alicia Dueña", "admin");
  await addToDesk(desk, shop, id, name);
  const page = await visitAs(alicia, "/admin/projects", { expectErrors: /status of 50[24]/ });
  await page.getByRole("heading", { name }).click();
  const section = page.getByRole("region", { name: "Conectar con Jelou" });
  const connect = section.getByRole("button", { name: "Conectar con Jelou" });
  const alert = section.getByRole("alert");

  const failures = [
    [{ status: 401 }, "Jelou no acepta las credenciales de este proyecto (401)"],
    [{ status: 404 }, `Jelou no conoce el proyecto ${id}`],
    [{ status: 422, body: { message: "Debe ser https" } }, "Jelou dice: «Debe ser https»"],
    [{ reset: "after" }, "conecta otra vez"],
    [{ status: 200, body: {} }, "sin el secreto de firma"],
  ] as const;
  for (const [fault, words] of failures) {
    faults.next({ on: "register", ...fault });
    await connect.click();
    await expect(alert).toContainText(words);
  }
  await look(page, "refused");

  await connect.click();
  await expect(section).toContainText("Esperando el primer evento");
  const first = shop.jelou.project(id)!.signingSecret;
  await section.getByRole("combobox", { name: /Cabecera/ }).selectOption("api_key");
  faults.next({ on: "update", reset: "after" });
  await section.getByRole("button", { name: "Cambiar la cabecera" }).click();
  await expect(alert).toContainText("No se pierde nada");
  await shop.greet("Carla Vega", { projectId: id, botId: `bot-${id}` });
  await expect(section.getByRole("status").first()).toContainText("Conectado");
  await section.getByRole("button", { name: "Cambiar la cabecera" }).click();
  await expect(section).toContainText("Jelou tomó el cambio.");

  await section.getByRole("button", { name: "Volver a registrar…" }).click();
  const dialog = page.getByRole("dialog", { name: "Volver a registrar en Jelou" });
  await expectAccessible(page, "register again", [desktop]);
  await dialog.getByRole("button", { name: "Volver a registrar" }).click();
  await expect(section.getByRole("status").first()).toContainText("Esperando el primer evento");
  await expect.poll(() => shop.jelou.project(id)!.signingSecret).not.toBe(first);
  await shop.greet("Rosa Chávez", { projectId: id, botId: `bot-${id}` });
  await expect(section.getByRole("status").first()).toContainText("Conectado");
});

/** Jelou knows it and its credentials; the desk has yet to hear of it. */
function newProject(shop: Shop) {
  const id = `nuevo-${crypto.randomUUID().slice(0, 8)}`;
  shop.jelou.addProject({ id, ...secrets });
  return { id, name: `Proyecto ${id}` };
}

async function addToDesk(desk: Desk, shop: Shop, jelouProjectId: string, name: string) {
  const { gatewayUrl } = shop.jelou;
  const { clientId, clientSecret } = secrets;
  const input = { name, jelouProjectId, gatewayUrl };
  const project = await desk.admin.call("POST", "/api/projects", input);
  const credentials = { kind: "basic", clientId, clientSecret };
  await desk.admin.call("PUT", `/api/projects/${String(project.id)}/credentials`, credentials);
}

async function look(page: Page, state: string) {
  await expectAccessible(page, state);
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(desktop);
}
