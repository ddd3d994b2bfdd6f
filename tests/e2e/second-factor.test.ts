import type { Page } from "@playwright/test";
import { TOTP } from "otpauth";
import { expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { expect, test } from "../support/e2e-test.ts";

type Login = { email: string; password: string };

async function givePassword(page: Page, { email, password }: Login) {
  await page.getByRole("textbox", { name: "Correo electrónico" }).fill(email);
  await page.getByLabel("Contraseña").fill(password);
  await page.getByRole("button", { name: "Entrar" }).click();
}

async function giveCode(page: Page, code: string) {
  await page.getByRole("textbox", { name: "Código" }).fill(code);
  await page.getByRole("button", { name: "Entrar" }).click();
}

test("a second factor is switched on, asked for and recovered from, and another session ended", async ({
  desk,
  shop,
  visit,
}) => {
  const lucia = await shop.hire("Lucía Andrade");
  const look = { expectErrors: /status of 40[01]/ };
  const page = await visit(`${desk.url}/login`, look);
  await givePassword(page, lucia);
  await page.getByRole("button", { name: "Cuenta: Lucía Andrade" }).click();
  await page.getByRole("menuitem", { name: "Seguridad" }).click();
  await page.getByRole("button", { name: "Activar segundo factor" }).click();
  const dialog = page.getByRole("dialog", { name: "Activar segundo factor" });
  await expect(dialog.getByRole("img", { name: "Código QR con la clave" })).toBeVisible();
  const totp = new TOTP({ secret: await dialog.locator("code").innerText() });
  await expectAccessible(page, "setting up a second factor");
  await dialog.getByLabel("Contraseña actual").fill(lucia.password);
  await dialog.getByRole("textbox", { name: "Código" }).fill("000000");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Este código no es correcto")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Código" }).fill(totp.generate());
  await page.keyboard.press("Enter");
  const kept = page.getByRole("alertdialog", { name: "Códigos de recuperación" });
  await expect(kept.getByRole("listitem")).toHaveCount(10);
  const recoveryCodes = await kept.getByRole("listitem").allInnerTexts();
  await expectAccessible(page, "recovery codes");
  await kept.getByRole("button", { name: "Ya los guardé" }).click();
  await expect(page.getByText("Te quedan 10 códigos de recuperación.")).toBeVisible();
  // The session that hired her was another one.
  await expect(page.getByRole("button", { name: /^Cerrar sesión: / })).toHaveCount(1);
  await expectAccessible(page, "security");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: /^Cerrar sesión: / }).click();
  await expect(page).toHaveURL(/\/login$/);
  await givePassword(page, lucia);
  await expect(page.getByRole("textbox", { name: "Código" })).toBeFocused();
  await expectAccessible(page, "sign-in, code");
  await giveCode(page, "000000");
  await expect(page.getByText("Este código no es correcto")).toBeVisible();
  // The code of the step that switched it on has been used.
  await giveCode(page, totp.generate({ timestamp: Date.now() + 30_000 }));
  await expect(page).toHaveURL(/\/conversations$/);

  const other = await visit(`${desk.url}/login`, look);
  await givePassword(other, lucia);
  await giveCode(other, recoveryCodes[0]!.toLowerCase());
  await expect(other).toHaveURL(/\/conversations$/);
  await page.goto(`${desk.url}/preferences/security`);
  await expect(page.getByText("Te quedan 9 códigos de recuperación.")).toBeVisible();
  const sessions = page.getByRole("region", { name: "Sesiones abiertas" });
  await expect(sessions.getByRole("listitem")).toHaveCount(2);
  await expect(sessions.getByRole("listitem").first()).toContainText("Esta sesión");
  await sessions
    .getByRole("button", { name: /^Cerrar sesión: / })
    .nth(1)
    .click();
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await expect(other).toHaveURL(/\/login$/);
});
