import type { Locator, Page } from "@playwright/test";

export type Choice = "Un texto" | "Volver al bot" | "Nada";

/** Opens the dialog of the conversation that is on the screen. */
export async function startClose(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Cerrar conversación" }).click();
  return page.getByRole("dialog", { name: /^Cerrar la conversación con / });
}

export async function choose(page: Page, choice: Choice) {
  // The card around it takes the click, as it does when a person aims at it.
  await page.getByRole("radio", { name: choice }).check({ force: true });
}

export async function closeWith(page: Page, choice: Choice) {
  const dialog = await startClose(page);
  await choose(page, choice);
  await dialog.getByRole("button", { name: "Cerrar y siguiente" }).click();
}

export async function closeWithText(page: Page, text: string) {
  const dialog = await startClose(page);
  await dialog.getByRole("textbox", { name: "Texto para el cliente" }).fill(text);
  await page.keyboard.press("Control+Enter");
}

/** Follows the viewer's own closes. */
export const toasts = (page: Page) => page.getByRole("region", { name: "Cierres" });
