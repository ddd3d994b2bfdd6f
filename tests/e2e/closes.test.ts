import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import type { Desk } from "../support/e2e-desk.ts";
import { strayWordsOn } from "../support/e2e-languages.ts";
import type { Shop } from "../support/e2e-shop.ts";
import { expect, test } from "../support/e2e-test.ts";

const attention = (page: Page) => page.getByRole("table", { name: "Necesitan atención" });
const others = (page: Page) => page.getByRole("table", { name: "Demás cierres" });
const everything = (page: Page) => page.getByRole("table", { name: "Todos los cierres" });
const summary = (page: Page) => page.getByRole("region", { name: "Resumen" });

test("a supervisor finds what went wrong, mends it, and takes the log along", async ({
  desk,
  shop,
  visitAs,
}) => {
  await closeAna(desk, shop);
  await refuseBeto(shop);
  const page = await visitAs(await shop.hire("Susana Paz", "supervisor"));
  await page.getByRole("link", { name: "Cierres" }).click();

  await test.step("what needs attention stands on top, with its cause", async () => {
    await expect(attention(page).getByRole("row")).toHaveCount(2);
    await expect(attention(page)).toContainText(
      /Beto Ríos.*Nada.*Jelou no la cerró.*no acepta las credenciales/s,
    );
    await expect(others(page)).toContainText(/Ana Mora.*¡Gracias, Ana!.*Cerrada.*\d s/s);
    await expect(summary(page)).toContainText(
      /2 cierres.*1 cerrada.*1 con problemas.*0 sin confirmar/s,
    );
    const days = summary(page).getByRole("table", { name: "Cierres por día y motivo" });
    await expect(days.getByRole("row")).toHaveText([/Total.*Sin motivo/, /22$/]);
  });

  await test.step("a filter is kept in the address, over a reload and a visit elsewhere", async () => {
    await choose(page, "Estado", "Con problemas");
    await expect(page).toHaveURL(/\/closes\?state=failed$/);
    await expect(others(page)).toHaveCount(0);
    await page.reload();
    await expect(attention(page)).toContainText("Beto Ríos");
    await expect(others(page)).toHaveCount(0);
    await page.getByRole("link", { name: "Ver la conversación de Beto Ríos" }).click();
    await expect(page.getByText("La conversación no se cerró")).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(/\/closes\?state=failed$/);
    await expect(attention(page)).toContainText("Beto Ríos");
  });

  await test.step("once it is mended nothing needs attention", async () => {
    await page.getByRole("link", { name: "Ver la conversación de Beto Ríos" }).click();
    await page.getByRole("button", { name: "Intentar otra vez" }).click();
    await expect(page.getByText("Cerrada y confirmada por Jelou")).toBeVisible();
    await page.getByRole("link", { name: "Cierres" }).click();
    await expect(everything(page).getByRole("row")).toHaveCount(3);
    await expect(everything(page)).toContainText(/Beto Ríos.*Cerrada/s);
    await expect(summary(page)).toContainText("0 con problemas");
  });

  await test.step("a new close comes in live", async () => {
    const carla = await shop.greet("Carla Vega");
    await shop.closeFromAfar(carla.id);
    await expect(everything(page)).toContainText(/Carla Vega.*Cerrada/s);
    await expect(summary(page)).toContainText("3 cierres");
  });

  await test.step("the CSV holds what the filters leave", async () => {
    expect(await downloadNames(page)).toEqual(["Carla Vega", "Beto Ríos", "Ana Mora"]);
    await page.getByRole("button", { name: "Entre fechas" }).click();
    await page.getByLabel("Hasta").fill("2020-01-02");
    await page.getByLabel("Desde").fill("2020-01-01");
    await expect(page).toHaveURL(/period=range&from=2020-01-01&to=2020-01-02$/);
    await expect(page.getByText("Ningún cierre coincide con estos filtros")).toBeVisible();
    expect(await downloadNames(page)).toEqual([]);
  });
});

test("an agent looks, and takes nothing along", async ({ desk, shop, visitAs }) => {
  await closeAna(desk, shop);
  const page = await visitAs(await shop.hire("Lucía Andrade"), "/closes");
  await expect(everything(page)).toContainText("Ana Mora");
  await expect(page.getByRole("link", { name: "Descargar CSV" })).toHaveCount(0);
});

test("the log is accessible, empty and full, wide and on a phone", async ({
  desk,
  shop,
  visitAs,
}) => {
  const page = await visitAs(await shop.hire("Susana Paz", "supervisor"), "/closes");
  await expect(page.getByText("No hay cierres en los últimos 30 días")).toBeVisible();
  await expectAccessible(page, "no closes", [desktop]);

  await closeAna(desk, shop);
  await refuseBeto(shop);
  await expect(attention(page)).toContainText("Beto Ríos");
  await expect(others(page)).toContainText("Ana Mora");
  await expectAccessible(page, "closes");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await expect(page.getByRole("list", { name: "Necesitan atención" })).toContainText(
    /Beto Ríos.*Jelou no la cerró.*Sin motivo · 1 intento/s,
  );
  await page.getByText("2 cierres").click();
  await expect(page.getByText("Del clic a la confirmación")).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, "summary on a phone", [phone]);
});

test("where nothing matches or nothing comes there is a way on", async ({
  desk,
  shop,
  visitAs,
}) => {
  await closeAna(desk, shop);
  const susana = await shop.hire("Susana Paz", "supervisor");
  const page = await visitAs(susana, "/closes", { expectErrors: /Failed to load|status of 5/ });
  await page.getByRole("button", { name: "Entre fechas" }).click();
  await choose(page, "Motivo", "Sin motivo");
  await choose(page, "Estado", "Con otra más nueva");
  await expect(page.getByText("Ningún cierre coincide con estos filtros")).toBeVisible();
  await expectAccessible(page, "nothing matches");
  await page.getByRole("button", { name: "Quitar filtros" }).last().click();
  await expect(everything(page)).toContainText("Ana Mora");

  await page.route("**/api/closes*", (route) => route.fulfill({ status: 503, json: {} }));
  await page.route("**/api/closes/summary*", (route) => route.fulfill({ status: 503, json: {} }));
  await page.reload();
  await expect(page.getByText("No se pudieron cargar los cierres")).toBeVisible();
  await expect(page.getByText("No se pudo cargar el resumen.")).toBeVisible();
  await expectAccessible(page, "failed", [desktop]);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Intentar otra vez" }).last().click();
  await expect(everything(page)).toContainText("Ana Mora");
});

test("the keyboard reaches everything", async ({ shop, visitAs }) => {
  await refuseBeto(shop);
  const page = await visitAs(await shop.hire("Susana Paz", "supervisor"), "/closes");
  await expect(page.getByRole("table", { name: "Necesitan atención" })).toBeVisible();
  await page.getByRole("button", { name: "7 días" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/period=week$/);
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("Tab");
  await expect(page.getByRole("combobox", { name: "Motivo" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/reason=none/);
  await expect(page.getByRole("combobox", { name: "Motivo" })).toBeFocused();
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press("Tab");
  const way = page.getByRole("link", { name: "Ver la conversación de Beto Ríos" });
  await expect(way).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("La conversación no se cerró")).toBeVisible();
});

test("it speaks the language of the account", async ({ desk, shop, visitAs }) => {
  await closeAna(desk, shop, "👋");
  await refuseBeto(shop);
  const page = await visitAs(await shop.hire("Susana P.", "supervisor"), "/closes");
  await expect(attention(page)).toBeVisible();
  expect(await strayWordsOn(page, "es")).toEqual([]);
  expect(await strayWordsOn(page, "en"), "the check sees foreign words").toContain("Cierres");
  for (const [from, choice, title] of [
    ["Cuenta", "English", "Need attention"],
    ["Account", "Português", "Precisam de atenção"],
  ] as const) {
    await page.getByRole("button", { name: `${from}: Susana P.` }).click();
    await page.getByRole("menuitem", { name: choice }).click();
    await expect(page.getByRole("table", { name: title })).toContainText("Beto Ríos");
    const locale = choice === "English" ? "en" : "pt";
    await expect.poll(() => strayWordsOn(page, locale), { message: choice }).toEqual([]);
  }
});

async function closeAna(desk: Desk, shop: Shop, text = "¡Gracias, Ana!") {
  const ana = await shop.greet("Ana Mora");
  const { id } = await shop.onDesk(ana.id);
  const body = { message: { type: "text", text }, undoMs: 0 };
  await desk.admin.call("POST", `/api/conversations/${id}/close`, body);
  await expect.poll(async () => (await shop.onDesk(ana.id)).close?.state).toBe("confirmed");
}

async function refuseBeto(shop: Shop) {
  const beto = await shop.greet("Beto Ríos");
  shop.jelou.faults.next({ on: "close", status: 401, body: "{}" });
  await shop.closeFromAfar(beto.id);
  await expect.poll(async () => (await shop.onDesk(beto.id)).close?.state).toBe("refused");
}

const choose = (page: Page, label: string, option: string) =>
  page.getByRole("combobox", { name: label }).selectOption(option);

/** The customers of the rows. */
async function downloadNames(page: Page) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Descargar CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^closes-\d{4}-\d\d-\d\d\.csv$/);
  const [header, ...rows] = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  expect(header).toContain("requested_at,project,conversation_id,contact_id,contact_name,");
  return rows.map((row) => row.split(",")[4]);
}
