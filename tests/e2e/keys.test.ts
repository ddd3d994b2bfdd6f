import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import type { Shop } from "../support/e2e-shop.ts";
import { expect, test, type VisitAs } from "../support/e2e-test.ts";

test("through the list, into a conversation and to its close by single keys", async ({
  shop,
  visitAs,
}) => {
  const { page, row } = await openList(shop, visitAs);
  const { keyboard } = page;
  await keyboard.press("j");
  await expect(row("Carla Vega")).toBeFocused();
  await keyboard.press("j");
  await expect(row("Beto Ríos")).toBeFocused();
  await keyboard.press("j");
  await keyboard.press("k");
  await expect(row("Beto Ríos")).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByRole("log", { name: "Mensajes" })).toContainText("Hola");

  await page.getByRole("log", { name: "Mensajes" }).focus();
  await keyboard.press("j");
  await expect(row("Ana Mora"), "from the thread on after the open one").toBeFocused();

  await keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "Cerrar la conversación con Beto Ríos" });
  await expect(dialog.getByRole("textbox", { name: "Texto para el cliente" })).toBeFocused();
  await keyboard.type("cjk?");
  await expect(dialog.getByRole("textbox", { name: "Texto para el cliente" })).toHaveValue("cjk?");
  await keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(row("Ana Mora")).toBeFocused();

  await page.setViewportSize({ width: 1100, height: 800 });
  await keyboard.press("i");
  await expect(page.getByRole("complementary", { name: "Detalles" })).toBeVisible();
  await keyboard.press("i");
  await expect(page.getByRole("complementary", { name: "Detalles" })).toBeHidden();
});

test("letters that are typed do nothing else", async ({ shop, visitAs }) => {
  const { page, row } = await openList(shop, visitAs);
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await expect(page.getByRole("button", { name: "Cerrar conversación" })).toBeVisible();
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox", { name: "Buscar por nombre o número" });
  await expect(search).toBeFocused();
  await page.keyboard.type("jkc?/");
  await expect(search).toHaveValue("jkc?/");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await search.fill("");
  await expect(row("Ana Mora")).toBeVisible();
  // An input method that is still at work.
  await row("Ana Mora").focus();
  await page.evaluate(() =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent("keydown", { key: "c", bubbles: true, isComposing: true }),
    ),
  );
  await page.keyboard.press("Control+c");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("c");
  await expect(page.getByRole("dialog", { name: /Carla Vega/ })).toBeVisible();
});

test("the palette finds actions, screens and conversations, and does what it finds", async ({
  shop,
  visitAs,
}) => {
  const { page } = await openList(shop, visitAs);
  const { keyboard } = page;
  const palette = page.getByRole("dialog", { name: "Buscar acciones y conversaciones" });
  const option = (name: string) => palette.getByRole("option", { name });

  await page.getByRole("searchbox").focus();
  await keyboard.press("Control+k");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await expect(option("Siguiente conversación")).toContainText("J");
  await expect(option("Cerrar la conversación"), "nothing is open").toHaveCount(0);
  await expectAccessible(page, "palette");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await keyboard.type("beto");
  await expect(option("Beto Ríos")).toBeVisible();
  await keyboard.press("Enter");
  await expect(palette).toHaveCount(0);
  await expect(page.getByRole("log", { name: "Mensajes" })).toContainText("Hola");

  await keyboard.press("Control+k");
  await keyboard.type("cerrar conv");
  await expect(option("Cerrar la conversación")).toBeVisible();
  await keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: /Cerrar .* Beto Ríos/ })).toBeVisible();
  await keyboard.press("Escape");

  await keyboard.press("Control+k");
  await keyboard.type("zzz");
  await expect(palette.getByText("Nada coincide con «zzz»")).toBeVisible();
  await expectAccessible(page, "palette without matches");
  await keyboard.press("Escape");
  await expect(palette).toHaveCount(0);

  await keyboard.press("Control+k");
  await keyboard.type("cierres");
  await expect(option("Cierres")).toBeVisible();
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Cierres", level: 1 })).toBeVisible();

  await keyboard.press("Control+k");
  await expect(palette.getByRole("option").first()).toContainText("Cierres");
  await keyboard.type("oscuro");
  await keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await keyboard.press("Control+k");
  await keyboard.type("english");
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Closes", level: 1 })).toBeVisible();
});

test("the sheet tells all keys and leads to where they are changed", async ({ shop, visitAs }) => {
  const { page } = await openList(shop, visitAs);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Atajos de teclado" });
  await expect(sheet).toContainText("Siguiente conversaciónJ");
  await expect(sheet).toContainText("Cerrar la conversaciónC");
  await expectAccessible(page, "help sheet");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await sheet.getByRole("link", { name: "Cambiar los atajos" }).click();
  await expect(page.getByRole("heading", { name: "Preferencias", level: 1 })).toBeVisible();
  await expect(sheet).toHaveCount(0);
});

test("another key for an action, and none: kept, refused where it is taken, and taken back", async ({
  shop,
  visitAs,
}) => {
  await shop.greet("Carla Vega", { text: "Buenas" });
  const page = await visitAs(await shop.hire("Lucía Andrade"), "/preferences");
  const change = page.getByRole("button", { name: "Cambiar: Cerrar la conversación" });
  const line = page.getByRole("listitem").filter({ has: change });
  const dialog = page.getByRole("dialog", { name: "Teclas nuevas: Cerrar la conversación" });
  await expectAccessible(page, "preferences");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await change.click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press("k");
  await expect(dialog).toContainText("Ya se usa para «Conversación anterior»");
  await page.keyboard.press("Control+w");
  await expect(dialog).toContainText("Esa combinación es del navegador");
  await expectAccessible(page, "recording a shortcut");
  await page.keyboard.press("x");
  await expect(dialog).toHaveCount(0);
  await expect(line).toContainText("X");
  await page.getByRole("button", { name: "Desactivar: Siguiente conversación" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Guardado" })).toBeVisible();

  await page.goto(new URL("/conversations", page.url()).href);
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await expect(page.getByRole("log", { name: "Mensajes" })).toBeVisible();
  const closing = page.getByRole("dialog", { name: /Cerrar la conversación/ });
  await page.keyboard.press("c");
  await page.keyboard.press("j");
  await expect(closing).toHaveCount(0);
  await page.keyboard.press("x");
  await expect(closing).toBeVisible();
  await page.keyboard.press("Escape");

  const other = await page.context().newPage();
  await other.goto(new URL("/preferences", page.url()).href);
  await other.getByRole("button", { name: "Restablecer todos los atajos" }).click();
  await expect(other.getByRole("status").filter({ hasText: "Guardado" })).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("c");
    await expect(closing, "the other tab has heard of it").toBeVisible({ timeout: 500 });
  }).toPass();
});

async function openList(shop: Shop, visitAs: VisitAs) {
  await shop.greet("Ana Mora", { text: "Buenas" });
  await shop.greet("Beto Ríos", { text: "Hola" });
  await shop.greet("Carla Vega", { text: "Mi pedido no llega" });
  const page: Page = await visitAs(await shop.hire("Lucía Andrade"));
  await expect(page.getByRole("row")).toHaveCount(3);
  return { page, row: (name: string) => page.getByRole("row", { name }) };
}
