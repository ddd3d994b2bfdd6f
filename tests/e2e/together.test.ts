import type { Page } from "@playwright/test";
import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { answerField } from "../support/e2e-composer.ts";
import { expect, test } from "../support/e2e-test.ts";

const thread = (page: Page) => page.getByRole("region", { name: "Conversación" });
const holder = (page: Page, name: string) =>
  thread(page).getByRole("button", { name: `Quién la tiene: ${name}` });
const said = (page: Page, words: string) =>
  thread(page).getByRole("status").filter({ hasText: words });

test("two agents see of one another who looks, who types and who has gone", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  await shop.greet("Beto Ríos", { text: "Buenas" });
  const { id } = await shop.onDesk(carla.id);
  const lucia = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`);
  const marta = await visitAs(await shop.hire("Marta Paz"), `/conversations/${id}`);
  await expect(said(lucia, "Marta Paz la está viendo")).toHaveCount(1);
  await expect(said(marta, "Lucía Andrade la está viendo")).toHaveCount(1);
  await expectAccessible(lucia, "somebody looks");

  await answerField(marta).pressSequentially("Ya le resp");
  await expect(thread(lucia).getByText("Marta Paz está escribiendo…").first()).toBeVisible();
  await expect(said(lucia, "Marta Paz está escribiendo…")).toHaveCount(1);
  await lucia.setViewportSize(phone);
  await expect(thread(lucia).getByText("Marta Paz está escribiendo…").first()).toBeVisible();
  await expectNoSidewaysScroll(lucia);
  await lucia.setViewportSize(desktop);

  await marta.getByRole("row", { name: "Beto Ríos" }).click();
  await expect(said(lucia, "Marta Paz")).toHaveCount(0);
  await expect(thread(lucia).getByTitle("Marta Paz")).toHaveCount(0);
});

test("one takes what another has: by key, and the other is told and may take it back", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const { id } = await shop.onDesk(carla.id);
  const lucia = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`);
  const marta = await visitAs(await shop.hire("Marta Paz"), `/conversations/${id}`);

  await test.step("a opens who may have it, and Enter gives it", async () => {
    await expect(holder(lucia, "Sin asignar")).toBeVisible();
    const log = lucia.getByRole("log", { name: "Mensajes" });
    await log.focus();
    await lucia.keyboard.press("a");
    const people = lucia.getByRole("dialog", { name: "Asignar a" });
    await expect(people.getByRole("option", { name: "Sin asignar", selected: true })).toBeFocused();
    await expectAccessible(lucia, "who may have it");
    await lucia.keyboard.press("Escape");
    await expect(log).toBeFocused();
    await lucia.keyboard.press("a");
    await expect(people.getByRole("option", { name: "Sin asignar" })).toBeFocused();
    await lucia.keyboard.press("ArrowUp");
    await expect(people.getByRole("option", { name: "Lucía Andrade (tú)" })).toBeFocused();
    await lucia.keyboard.press("Enter");
    await expect(people).toHaveCount(0);
    await expect(holder(lucia, "Lucía Andrade")).toBeVisible();
    await expect(log).toBeFocused();
    await expect(holder(marta, "Lucía Andrade")).toBeVisible();
    await expect(marta.getByRole("row", { name: "Carla Vega" })).toContainText(
      "La tiene Lucía Andrade",
    );
  });

  const told = said(lucia, "Marta Paz la tiene ahora. Era tuya.");
  await test.step("Shift+A takes it, and whoever had it is told", async () => {
    await marta.keyboard.press("Shift+A");
    await expect(holder(marta, "Marta Paz")).toBeVisible();
    await expect(told).toBeVisible();
    await expectAccessible(lucia, "taken over");
    await lucia.getByRole("button", { name: "Entendido" }).click();
    await expect(told).toHaveCount(0);
  });

  await test.step("taken back, the first is told; given away by oneself, nobody is", async () => {
    await lucia.keyboard.press("Shift+A");
    await expect(said(marta, "Lucía Andrade la tiene ahora.")).toBeVisible();
    await marta.getByRole("button", { name: "Tomarla otra vez" }).click();
    await expect(told).toBeVisible();
    await holder(marta, "Marta Paz").click();
    await marta.getByRole("option", { name: "Lucía Andrade", exact: true }).click();
    await expect(holder(lucia, "Lucía Andrade")).toBeVisible();
    await expect(told, "it is mine again").toHaveCount(0);
    await expect(said(marta, "la tiene ahora")).toHaveCount(0);
  });
});

test("among many people one is found by a part of his name; what the desk refuses goes back", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const { id } = await shop.onDesk(carla.id);
  const names = ["Ángel", "Bea", "Caro", "Dani", "Eva", "Fer", "Gabi", "Hugo", "Inés"];
  for (const name of names) await shop.hire(`${name} Muñoz`);
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`, {
    expectErrors: /status of 503/,
  });
  await holder(page, "Sin asignar").click();
  const people = page.getByRole("dialog", { name: "Asignar a" });
  const search = people.getByRole("searchbox", { name: "Buscar persona" });
  await expect(search).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(people).toHaveCount(0);
  await holder(page, "Sin asignar").press("Enter");
  await expect(search).toBeFocused();
  await page.keyboard.type("angel");
  await expect(people.getByRole("option")).toHaveAccessibleName("Ángel Muñoz");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(holder(page, "Ángel Muñoz")).toBeVisible();
  await expect.poll(async () => (await shop.onDesk(carla.id)).assignee?.name).toBe("Ángel Muñoz");

  await page.route("**/assignee", (route) =>
    route.fulfill({ status: 503, json: { error: { code: "unavailable", message: "Busy" } } }),
  );
  // A key means nothing to the desk as long as the menu is there.
  await expect(people).toHaveCount(0);
  await page.keyboard.press("Shift+A");
  await expect(thread(page).getByRole("alert")).toHaveText(/No se pudo asignar/);
  await expect(holder(page, "Ángel Muñoz")).toBeVisible();
});

test("the list of mine, of nobody's and of everybody's follows what is given and taken, and is remembered", async ({
  desk,
  shop,
  visitAs,
}) => {
  const customers = ["Ana Mora", "Beto Ríos", "Carla Vega"];
  const ids: string[] = [];
  for (const name of customers)
    ids.push((await shop.onDesk((await shop.greet(name, { text: "Hola" })).id)).id);
  const lucia = await shop.hire("Lucía Andrade");
  const page = await visitAs(lucia);
  const rows = page.getByRole("row");
  const give = (index: number, userId: string | null) =>
    desk.admin.call("PUT", `/api/conversations/${ids[index]}/assignee`, { userId });
  const whose = (name: string) =>
    page.getByRole("group", { name: "De quién" }).getByRole("button", { name });

  await expect(rows).toHaveCount(3);
  await give(0, lucia.id);
  await expect(page.getByRole("row", { name: "Ana Mora" })).toContainText("La tiene Lucía Andrade");
  await expect(whose("Mías 1")).toBeVisible();
  await whose("Mías").click();
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Por atender", exact: true })).toBeVisible();
  await give(1, lucia.id);
  await expect(page.getByRole("row", { name: "Beto Ríos" })).toBeVisible();
  await whose("Sin asignar").click();
  await expect(rows).toHaveText([/Carla Vega/]);
  await give(2, lucia.id);
  await expect(page.getByText("Todas tienen quien las atienda")).toBeVisible();
  await expectAccessible(page, "nobody's");
  await page.reload();
  await expect(whose("Sin asignar")).toHaveAttribute("aria-pressed", "true");
  await give(0, null);
  await expect(rows).toHaveText([/Ana Mora/]);
  await whose("De todos").click();
  await expect(rows).toHaveCount(3);
  await page.reload();
  await expect(whose("De todos")).toHaveAttribute("aria-pressed", "true");
});

test("what one agent reads and leaves unread in one browser is so in his other one", async ({
  shop,
  visitAs,
}) => {
  await shop.greet("Carla Vega", { text: "Hola" });
  const lucia = await shop.hire("Lucía Andrade");
  const [office, home] = [await visitAs(lucia), await visitAs(lucia)];
  const row = (page: Page) => page.getByRole("row", { name: "Carla Vega" });
  for (const page of [office, home]) await expect(row(page)).toContainText("1 sin leer");
  await row(office).click();
  for (const page of [office, home]) await expect(row(page)).not.toContainText("sin leer");
  await expect(holder(office, "Sin asignar")).toBeVisible();
  await office.keyboard.press("u");
  for (const page of [office, home]) await expect(row(page)).toContainText("1 sin leer");
  await expect(office.getByText("Ninguna conversación abierta")).toBeVisible();
  await row(home).click();
  await expect(row(office)).not.toContainText("sin leer");
  await thread(home).getByRole("button", { name: "Más acciones" }).click();
  await home.getByRole("menuitem", { name: "Marcar como no leída" }).click();
  await expect(row(office)).toContainText("1 sin leer");
});
