import { desktop, expectAccessible } from "../support/e2e-axe.ts";
import {
  asked,
  assign,
  expectReady,
  mention,
  openDesk,
  ringsIn,
  shownIn,
  tabsWith,
} from "../support/e2e-notifications.ts";
import { expect, test } from "../support/e2e-test.ts";

test("the title counts what waits for me, and what I read is gone from it", async ({
  shop,
  visitAs,
}) => {
  const { page, lucia, mine, says } = await openDesk(shop, visitAs);
  const other = await mine("Beto Ríos");
  const nobodys = await shop.greet("Ana Mora", { text: "De nadie" });
  await shop.says(other.jelouId, "¿Sigue ahí?");
  await says("¿Y yo?");
  await expect(page).toHaveTitle("(2) Conversaciones · Mostrador", { timeout: 20_000 });
  await page.getByRole("row", { name: "Beto Ríos" }).click();
  await expect(page).toHaveTitle("(1) Conversaciones · Mostrador", { timeout: 20_000 });
  await page.getByRole("link", { name: "Cierres" }).click();
  await expect(page).toHaveTitle("(1) Cierres · Mostrador");
  const { id } = await shop.onDesk(nobodys.id);
  await mention(page, await shop.hire("Pedro Paz"), id, lucia);
  await expect(page).toHaveTitle("(2) Cierres · Mostrador", { timeout: 20_000 });
});

test("what concerns me is shown and heard once, however many tabs I have, and opens by a click", async ({
  shop,
  visitAs,
}) => {
  const { page, says, conversation } = await openDesk(shop, visitAs, { desktop: true });
  const second = await page.context().newPage();
  await second.goto(page.url());
  await expectReady(second);
  await page.bringToFront();
  const tabs = [page, second];
  await page.getByRole("heading", { name: "Conversaciones", level: 1 }).click();

  const nobodys = await shop.greet("Ana Mora", { text: "De nadie" });
  await says("Mi pedido no llega");
  await expect.poll(() => shownIn(tabs)).toHaveLength(1);
  expect(await shownIn(tabs)).toEqual([
    { title: "Carla Vega", body: "Mi pedido no llega", tag: conversation },
  ]);
  await expect.poll(() => ringsIn(tabs)).toBe(1);
  await shop.says(nobodys.id, "Sigo sin nadie");
  await says("¿Hola?");
  await expect.poll(() => shownIn(tabs)).toHaveLength(2);

  const [shower] = await tabsWith(tabs);
  await shower!.evaluate(() => (window as unknown as { clickLast: () => void }).clickLast());
  await expect(shower!.getByRole("log", { name: "Mensajes" })).toContainText("¿Hola?");
});

test("nothing is shown of what is read in any of my tabs, and all of it once I look away", async ({
  shop,
  visitAs,
}) => {
  const { page, says, conversation } = await openDesk(shop, visitAs, { desktop: true });
  const reading = await page.context().newPage();
  await reading.goto(new URL(`/conversations/${conversation}`, page.url()).href);
  await expectReady(reading);
  const said = reading.getByRole("log", { name: "Mensajes" }).getByRole("article");
  await says("Lo estoy leyendo");
  await expect(said.last()).toContainText("Lo estoy leyendo");
  await reading.evaluate(() => window.lookAway());
  await says("Ya no lo leo");
  await expect.poll(() => shownIn([page, reading])).toHaveLength(1);
  expect((await shownIn([page, reading])).map(({ body }) => body)).toEqual(["Ya no lo leo"]);
});

test("somebody else gives me one: it is said who, in the desk when I look at it", async ({
  desk,
  shop,
  visitAs,
}) => {
  const { page, lucia } = await openDesk(shop, visitAs, { desktop: true });
  const given = await shop.greet("Ana Mora", { text: "Buenas" });
  const { id } = await shop.onDesk(given.id);
  await assign(desk.admin, id, lucia.id);
  const notice = page.getByRole("region", { name: "Avisos" }).getByRole("status");
  await expect(notice).toContainText("te asignó esta conversación");
  await expect(notice).toContainText("Conversación con Ana Mora");
  await expectAccessible(page, "notice", [desktop]);
  expect(await shownIn([page]), "once is enough").toEqual([]);
  await notice.getByRole("button", { name: "Ver" }).click();
  await expect(page.getByRole("log", { name: "Mensajes" })).toContainText("Buenas");
  await expect(notice).toHaveCount(0);

  await page.evaluate(() => window.lookAway());
  const another = await shop.greet("Beto Ríos", { text: "Hola" });
  const { id: anotherId } = await shop.onDesk(another.id);
  await assign(desk.admin, anotherId, lucia.id);
  await expect.poll(() => shownIn([page])).toMatchObject([{ tag: anotherId }]);
});

test("a note that names me is told of, who wrote it and what", async ({ shop, visitAs }) => {
  const { page, lucia } = await openDesk(shop, visitAs, { desktop: true });
  const pedro = await shop.hire("Pedro Paz");
  const other = await shop.greet("Ana Mora", { text: "Buenas" });
  const { id } = await shop.onDesk(other.id);
  await mention(page, pedro, id, lucia);
  const notice = page.getByRole("region", { name: "Avisos" }).getByRole("status");
  await expect(notice).toContainText("Pedro Paz te mencionó");
  await expect(notice).toContainText("¿la ves tú?");
});

test("in the quiet hours nothing is heard, and the title goes on counting", async ({
  shop,
  visitAs,
}) => {
  const { page, says } = await openDesk(shop, visitAs, {
    desktop: true,
    quietHours: { from: "00:00", to: "23:59" },
  });
  await says("¿Hay alguien?");
  await expect(page).toHaveTitle(/^\(1\)/, { timeout: 20_000 });
  expect([await shownIn([page]), await ringsIn([page])]).toEqual([[], 0]);
});

test("the permission is asked for where it is turned on, never before, and a no is explained", async ({
  shop,
  visitAs,
}) => {
  const { page, says } = await openDesk(shop, visitAs, { permission: "default", answer: "denied" });
  await page.evaluate(() => window.lookAway());
  await says("¿Hola?");
  const hint = page.getByText("Te escribieron mientras no mirabas");
  await expect(hint).toBeVisible();
  await expectAccessible(page, "hint");
  await page.getByRole("button", { name: "No, gracias" }).click();
  await expect(hint).toHaveCount(0);
  await page.reload();
  await expectReady(page);
  await page.evaluate(() => window.lookAway());
  await says("¿Sigue?");
  await expect(page.getByRole("row")).toContainText("¿Sigue?");
  await expect(hint, "one answer is enough").toHaveCount(0);
  expect(await asked(page)).toBe(0);

  await page.goto(new URL("/preferences", page.url()).href);
  const onDesktop = page.getByRole("checkbox", { name: /Con avisos de escritorio/ });
  await expect(onDesktop).not.toBeChecked();
  expect(await asked(page)).toBe(0);
  await onDesktop.press("Space");
  await expect(page.getByText("Este navegador tiene bloqueados los avisos")).toBeVisible();
  await expect(onDesktop).not.toBeChecked();
  expect(await asked(page)).toBe(1);
  await expectAccessible(page, "blocked notifications");
});

test("turned on by the hint, they are on from then", async ({ shop, visitAs }) => {
  const { page, says } = await openDesk(shop, visitAs, {
    permission: "default",
    answer: "granted",
  });
  await page.evaluate(() => window.lookAway());
  await says("¿Hola?");
  await page.getByRole("button", { name: "Activar" }).click();
  expect(await asked(page)).toBe(1);
  await says("¿Y ahora?");
  await expect.poll(() => shownIn([page])).toMatchObject([{ body: "¿Y ahora?" }]);
});
