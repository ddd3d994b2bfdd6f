import type { Locator, Page } from "@playwright/test";
import { toasts } from "../support/e2e-close-dialog.ts";
import { expect, test } from "../support/e2e-test.ts";

test("a whole shift without a mouse", async ({ desk, shop, visit }) => {
  await shop.greet("Ana Mora", { text: "Buenas" });
  await shop.greet("Beto Ríos", { text: "Hola" });
  await shop.greet("Carla Vega", { text: "Mi pedido no llega" });
  const lucia = await shop.hire("Lucía Andrade");
  const page = await visit(`${desk.url}/login`);
  const { keyboard } = page;

  await test.step("sign in", async () => {
    await tabTo(page, page.getByRole("textbox", { name: "Correo electrónico" }));
    await keyboard.type(lucia.email);
    await keyboard.press("Tab");
    await keyboard.type(lucia.password);
    await keyboard.press("Enter");
    await expect(page.getByRole("row")).toHaveCount(3);
  });

  const row = (name: string) => page.getByRole("row", { name });
  await test.step("move in the list and open one", async () => {
    await tabTo(page, row("Carla Vega"));
    await keyboard.press("ArrowDown");
    await expect(row("Beto Ríos")).toBeFocused();
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowUp");
    await expect(row("Beto Ríos")).toBeFocused();
    await keyboard.press("Enter");
    await expect(page.getByRole("log", { name: "Mensajes" })).toContainText("Hola");
  });

  const closeButton = page
    .getByRole("region", { name: "Conversación" })
    .getByRole("button", { name: "Cerrar conversación" });
  const dialog = page.getByRole("dialog", { name: "Cerrar la conversación con Beto Ríos" });
  await test.step("Escape leaves the dialog and gives the focus back", async () => {
    await tabTo(page, closeButton);
    await keyboard.press("Enter");
    await expect(dialog.getByRole("textbox", { name: "Texto para el cliente" })).toBeFocused();
    await keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(closeButton).toBeFocused();
  });

  await test.step("choose by arrows, write, close", async () => {
    await keyboard.press("Enter");
    const text = dialog.getByRole("textbox", { name: "Texto para el cliente" });
    await expect(text).toBeFocused();
    await keyboard.press("Shift+Tab");
    await expect(dialog.getByRole("radio", { name: "Un texto" })).toBeFocused();
    await keyboard.press("ArrowDown");
    await expect(dialog.getByRole("radio", { name: "Volver al bot" })).toBeChecked();
    await keyboard.press("ArrowDown");
    await expect(dialog.getByRole("radio", { name: "Nada" })).toBeChecked();
    await expect(dialog.getByText("No recibe ningún mensaje.")).toBeVisible();
    await keyboard.press("ArrowDown");
    await expect(dialog.getByRole("radio", { name: "Un texto" })).toBeChecked();
    await tabTo(page, text);
    await keyboard.press("Control+Enter");
    await expect(text).toHaveAccessibleDescription(/Escribe el texto/);
    await keyboard.type("Que le vaya bien");
    await keyboard.press("Control+Enter");
    await expect(toasts(page)).toContainText("Por cerrar");
    await expect(row("Ana Mora")).toBeFocused();
  });

  await test.step("Ctrl+Z undoes it", async () => {
    await keyboard.press("Control+z");
    await expect(toasts(page)).toContainText("Cierre deshecho");
    await expect(row("Beto Ríos")).not.toContainText("Por cerrar");
    expect(shop.closeCalls()).toEqual([]);
  });
});

async function tabTo(page: Page, target: Locator) {
  for (let presses = 0; presses < 25; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target, "reached by Tab").toBeFocused();
}
