import type { Page } from "@playwright/test";
import { expect, test } from "../support/e2e-test.ts";

/** From now on the page stands there for a while before its scripts have come. */
async function holdScripts(page: Page) {
  const held = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await held.promise;
    await route.continue();
  });
  return () => held.resolve();
}

test("what is clicked before the page's scripts have come is done then", async ({
  desk,
  shop,
  visit,
}) => {
  const lucia = await shop.hire("Lucía Andrade");
  const page = await visit();
  const letLogin = await holdScripts(page);
  await page.goto(`${desk.url}/login`, { waitUntil: "commit" });
  await page.getByRole("textbox", { name: "Correo electrónico" }).fill(lucia.email);
  await page.getByLabel("Contraseña").fill(lucia.password);
  await page.keyboard.press("Enter");
  expect(new URL(page.url()).search).toBe("");
  letLogin();
  await expect(page).toHaveURL(/\/conversations$/);

  const letConversations = await holdScripts(page);
  await page.reload({ waitUntil: "commit" });
  const account = page.getByRole("button", { name: "Cuenta: Lucía Andrade" });
  await account.click();
  await expect(account).toHaveAttribute("aria-expanded", "false");
  letConversations();
  await page.getByRole("menuitem", { name: "Seguridad" }).click();
  await expect(page).toHaveURL(/\/preferences\/security$/);

  const letCloses = await holdScripts(page);
  await page.goto(`${desk.url}/closes`, { waitUntil: "commit" });
  await page.getByRole("combobox", { name: "Estado" }).selectOption("Confirmadas");
  letCloses();
  await expect(page).toHaveURL(/state=confirmed/);

  const letPreferences = await holdScripts(page);
  await page.goto(`${desk.url}/preferences`, { waitUntil: "commit" });
  const sound = page.getByRole("checkbox", { name: "Con un sonido" });
  const wasOn = await sound.isChecked();
  await page.getByText("Con un sonido").click();
  letPreferences();
  await expect(sound).toBeChecked({ checked: !wasOn });
  await expect(page.getByText("Guardado")).toBeVisible();
});
