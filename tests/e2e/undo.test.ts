import { closeWithText, toasts } from "../support/e2e-close-dialog.ts";
import { expect, test } from "../support/e2e-test.ts";

test("a close is undone by its button, and Jelou never hears of it", async ({ shop, visitAs }) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await closeWithText(page, "Hasta luego");
  await toasts(page).getByRole("button", { name: "Deshacer" }).click();
  await expect(toasts(page).getByRole("status")).toContainText("Cierre deshecho");
  await expect(page.getByRole("row", { name: "Carla Vega" })).not.toContainText("Por cerrar");
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await expect(page.getByRole("button", { name: "Cerrar conversación" })).toBeVisible();
  const { status, close } = await shop.onDesk(carla.id);
  expect({ status, close: close?.state }).toEqual({ status: "open", close: "cancelled" });
  expect(shop.closeCalls()).toEqual([]);
});

test("closing the tab within the undo time doesn't undo the close", async ({ shop, visitAs }) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await closeWithText(page, "Hasta luego");
  await expect(page.getByRole("button", { name: "Deshacer" }).first()).toBeVisible();
  expect(shop.closeCalls()).toEqual([]);
  await page.context().close();
  await expect.poll(() => shop.closeCalls()).toHaveLength(1);
  expect(carla.customerGot).toEqual({ type: "text", text: "Hasta luego" });
  await expect.poll(async () => (await shop.onDesk(carla.id)).close?.state).toBe("confirmed");
});

test("who comes back within the undo time can still undo", async ({ shop, visitAs }) => {
  await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  const address = page.url();
  await closeWithText(page, "Hasta luego");
  await expect(page.getByRole("button", { name: "Deshacer" }).first()).toBeVisible();
  await page.goto(address);
  const thread = page.getByRole("region", { name: "Conversación" });
  await expect(thread).toContainText("Se va a cerrar");
  await thread.getByRole("button", { name: "Deshacer" }).click();
  await expect(thread.getByRole("button", { name: "Cerrar conversación" })).toBeVisible();
  expect(shop.closeCalls()).toEqual([]);
});
