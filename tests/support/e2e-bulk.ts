import type { Locator, Page } from "@playwright/test";
import type { Shop } from "./e2e-shop.ts";

/** So many customers, named "Cliente 001" and on; the desk has heard of them all. */
export async function greetMany(shop: Shop, count: number, first = 1) {
  const opened = [];
  for (let n = first; n < first + count; n += 1) {
    const userName = `Cliente ${String(n).padStart(3, "0")}`;
    opened.push(shop.jelou.startConversation({ projectId: shop.jelouProjectId, userName }));
    if (n % 50 === 0) await shop.jelou.settle();
  }
  await shop.jelou.settle();
  return opened;
}

export const selection = (page: Page) => page.getByRole("region", { name: "Selección" });
export const jobs = (page: Page) => page.getByRole("region", { name: "Cierres en lote" });
export const progress = (page: Page) => jobs(page).getByRole("progressbar", { name: "Avance" });
export const tickBox = (page: Page, name: string) =>
  page.getByRole("checkbox", { name: `Seleccionar a ${name}`, exact: true });

/** Ticks one row, takes all that match, and opens the dialog for them. */
export async function openForAll(page: Page, name: string): Promise<Locator> {
  await tickBox(page, name).click();
  await selection(page)
    .getByRole("button", { name: /^Seleccionar las/ })
    .click();
  await selection(page).getByRole("button", { name: "Cerrar…" }).click();
  return page.getByRole("dialog");
}

/** Closes them without a message. */
export async function closeAll(page: Page, dialog: Locator) {
  await page.getByRole("radio", { name: "Nada" }).check({ force: true });
  await dialog.getByRole("button", { name: /^Cerrar las/ }).click();
}
