import type { Page } from "@playwright/test";
import { choose, closeWith, closeWithText, startClose } from "../support/e2e-close-dialog.ts";
import { expect, test } from "../support/e2e-test.ts";

const thread = (page: Page) => page.getByRole("region", { name: "Conversación" });

test("what Jelou found fault with is put right where it was written", async ({ shop, visitAs }) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  shop.jelou.faults.next({
    on: "close",
    status: 422,
    body: {
      message: "Validation failed",
      statusMessage: "failed",
      status: 0,
      validationError: { "redirectPayload.text": ["El texto no puede llevar enlaces."] },
    },
  });
  await closeWithText(page, "Visite http://ejemplo.test");
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await expect(thread(page)).toContainText("Jelou encontró un error en los datos (422).");
  await expect(thread(page)).toContainText(
    "redirectPayload.text: El texto no puede llevar enlaces.",
  );
  await thread(page).getByRole("button", { name: "Corregir" }).click();
  const field = page.getByRole("textbox", { name: "Texto para el cliente" });
  await expect(field).toHaveValue("Visite http://ejemplo.test");
  await expect(field).toHaveAccessibleDescription(/El texto no puede llevar enlaces\.$/);
  await field.fill("Visite nuestra tienda");
  await page.keyboard.press("Control+Enter");
  await expect
    .poll(() => carla.customerGot)
    .toEqual({ type: "text", text: "Visite nuestra tienda" });
  await expect(page.getByText("Todo atendido")).toBeVisible();
  expect(shop.closeCalls()).toHaveLength(2);
});

test("a refused close is tried again by its button, and closes", async ({ shop, visitAs }) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  shop.jelou.faults.next({ on: "close", status: 401 });
  const id = await shop.closeFromAfar(carla.id);
  const page = await visitAs(await shop.hire("Alicia Dueña", "admin"), `/conversations/${id}`);
  await expect(thread(page).getByRole("link", { name: "Revisar el proyecto" })).toBeVisible();
  await thread(page).getByRole("button", { name: "Intentar otra vez" }).click();
  await expect(thread(page)).toContainText("Cerrada y confirmada por Jelou");
  expect(shop.closeCalls()).toHaveLength(2);
});

test("a close that nobody can make is marked as closed here, without a call", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  shop.jelou.faults.always({ on: "close", status: 404 });
  const id = await shop.closeFromAfar(carla.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`);
  await thread(page).getByRole("button", { name: "Marcar como cerrada aquí" }).click();
  const dialog = page.getByRole("dialog", { name: "Marcar como cerrada aquí" });
  await expect(dialog.getByRole("button", { name: "Marcar como cerrada" })).toBeDisabled();
  await dialog.getByRole("textbox", { name: "Motivo" }).fill("Se resolvió por teléfono");
  await dialog.getByRole("button", { name: "Marcar como cerrada" }).click();
  await expect(thread(page)).toContainText(
    "Lucía Andrade la marcó como cerrada aquí: Se resolvió por teléfono",
  );
  await expect(page.getByRole("row")).toHaveCount(0);
  expect(shop.closeCalls(), "only the one before").toHaveLength(1);
});

test("a close that Jelou holds up is undone, or made as soon as Jelou lets it", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega");
  const beto = await shop.greet("Beto Ríos");
  shop.jelou.faults.next({ on: "close", status: 429, headers: { "Retry-After": "60" } });
  const held = await shop.closeFromAfar(carla.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${held}`);
  await thread(page).getByRole("button", { name: "Deshacer" }).click();
  await expect(thread(page).getByRole("button", { name: "Cerrar conversación" })).toBeVisible();
  shop.jelou.faults.next({ on: "close", status: 429, headers: { "Retry-After": "1" } });
  await shop.closeFromAfar(beto.id);
  await expect(page.getByRole("row", { name: "Beto Ríos" })).toHaveCount(0);
  expect(carla.status).toBe("open");
  expect(beto.status).toBe("closed");
});

test("a Jelou that can't be reached is said to be that, and the close waits", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega");
  await shop.jelou.close();
  const id = await shop.closeFromAfar(carla.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`);
  await expect(thread(page)).toContainText("El cierre está en espera");
  await expect(thread(page)).toContainText(
    /No se puede llegar a Jelou\. Nada llegó a Jelou todavía\. Se intenta otra vez en \d+ s\./,
  );
  await thread(page).getByRole("button", { name: "Deshacer" }).click();
  await expect(thread(page).getByRole("button", { name: "Cerrar conversación" })).toBeVisible();
});

test("a close that would end the customer's newer conversation isn't made", async ({
  shop,
  visitAs,
}) => {
  const old = await shop.greet("Carla Vega", { text: "la vieja" });
  const { id } = await shop.onDesk(old.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`, {
    expectErrors: /status of 409/,
  });
  await expect(page.getByRole("row")).toHaveCount(1);
  await shop.greet("Carla Vega", { userId: old.user.id, text: "la nueva" });
  await expect(page.getByRole("row")).toHaveCount(2);
  const dialog = await startClose(page);
  await choose(page, "Nada");
  await dialog.getByRole("button", { name: "Cerrar y siguiente" }).click();
  await expect(dialog.getByRole("alert")).toContainText(
    "El cliente ya tiene otra conversación más nueva, y este cierre terminaría esa.",
  );
  await dialog.getByRole("button", { name: "Cancelar" }).click();
  await expect(thread(page)).toContainText(
    "No se cerró: el cliente tiene una conversación más nueva",
  );
  await thread(page).getByRole("button", { name: "Marcar como cerrada aquí" }).click();
  await page.getByRole("textbox", { name: "Motivo" }).fill("Siguió en la otra");
  await page.getByRole("dialog").getByRole("button", { name: "Marcar como cerrada" }).click();
  await expect(page.getByRole("row")).toContainText(["la nueva"]);
  expect(shop.closeCalls()).toEqual([]);
});

test("a close that Jelou accepted and never confirmed says so", async ({ shop, visitAs }) => {
  const carla = await shop.greet("Carla Vega");
  const { id } = await shop.onDesk(carla.id);
  shop.jelou.faults.always({ on: "webhook", event: "conversation.close", lose: true });
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`);
  await page.clock.install();
  await page.reload();
  await closeWith(page, "Nada");
  await expect.poll(() => carla.status).toBe("closed");
  await page.getByRole("button", { name: "Cerradas" }).click();
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await expect(thread(page)).toContainText("Jelou aceptó el cierre");
  await expect(page.getByRole("row", { name: "Carla Vega" })).toContainText(
    "Cerrada, por confirmar",
  );
  await page.clock.fastForward(130_000);
  await expect(thread(page)).toContainText("Jelou aceptó el cierre, pero no lo confirmó");
  await expect(page.getByRole("row", { name: "Carla Vega" })).toContainText(
    "Cerrada, sin confirmar",
  );
});

test("a customer who writes after the close is seen to", async ({ shop, visitAs }) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const id = await shop.closeFromAfar(carla.id);
  await expect.poll(() => carla.status).toBe("closed");
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await expect(page.getByText("Todo atendido")).toBeVisible();
  await shop.says(carla.id, "Una cosa más");
  await expect(page.getByRole("row", { name: "Carla Vega" })).toContainText(
    "Escribió tras el cierre",
  );
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await expect(page).toHaveURL(new RegExp(id));
  await thread(page).getByRole("button", { name: "Ya está atendido" }).click();
  await page.getByRole("textbox", { name: "Motivo" }).fill("Le contesté por correo");
  await page.getByRole("dialog").getByRole("button", { name: "Está atendido" }).click();
  await expect(page.getByRole("row")).toHaveCount(0);
});
