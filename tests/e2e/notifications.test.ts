import type { Page } from "@playwright/test";
import { desktop, expectAccessible } from "../support/e2e-axe.ts";
import type { Person, Shop } from "../support/e2e-shop.ts";
import { expect, test, type VisitAs } from "../support/e2e-test.ts";

type Shown = { title: string; body: string; tag: string };
type Spied = {
  shown: Shown[];
  asked: number;
  rings: number;
  permission: NotificationPermission;
  isReady: boolean;
};

declare global {
  interface Window {
    spied: Spied;
    /** Looks as if another window were in front. */
    lookAway: () => void;
  }
}

/** Writes down what the page would show and sound; the person answers with `answer` when he is asked. */
const spy = ({ permission, answer }: { permission: string; answer: string }) => {
  // An empty page has none of it.
  if (!window.isSecureContext) return;
  const spied: Spied = {
    shown: [],
    asked: 0,
    rings: 0,
    permission: permission as NotificationPermission,
    isReady: false,
  };
  class Recorded {
    static get permission() {
      return spied.permission;
    }
    static requestPermission() {
      spied.asked += 1;
      spied.permission = answer as NotificationPermission;
      return Promise.resolve(spied.permission);
    }
    onclick = () => {};
    close = () => {};
    constructor(title: string, { body = "", tag = "" }: NotificationOptions = {}) {
      spied.shown.push({ title, body, tag });
      Object.assign(window, { clickLast: () => this.onclick() });
    }
  }
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...given) {
    spied.rings += 0.5;
    return start.apply(this, given);
  };
  const { request } = LockManager.prototype;
  LockManager.prototype.request = function (this: LockManager, ...given: unknown[]) {
    if (String(given[0]).startsWith("mostrador-front")) spied.isReady = true;
    return Reflect.apply(request, this, given);
  } as typeof request;
  let isAway = false;
  Object.defineProperty(document, "visibilityState", {
    get: () => (isAway ? "hidden" : "visible"),
  });
  document.hasFocus = () => !isAway;
  Object.assign(window, {
    Notification: Recorded,
    spied,
    lookAway: () => {
      isAway = true;
      document.dispatchEvent(new Event("visibilitychange"));
    },
  });
};

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

type Wish = {
  desktop?: boolean;
  quietHours?: { from: string; to: string };
  permission?: string;
  answer?: string;
};

/** Lucía's desk, with a conversation of hers. */
async function openDesk(shop: Shop, visitAs: VisitAs, wish: Wish = {}) {
  const {
    desktop: onDesktop = false,
    quietHours,
    permission = "granted",
    answer = permission,
  } = wish;
  const lucia = await shop.hire("Lucía Andrade");
  const page = await visitAs(lucia);
  const call = (method: string, path: string, body: object) =>
    callAs(page, lucia, method, path, body);
  const notify = { desktop: onDesktop };
  await call("PATCH", "/api/account", {
    preferences: { notify, ...(quietHours && { quietHours }) },
  });
  /** A conversation that she has taken and read. */
  const mine = async (name: string) => {
    const { id: jelouId } = await shop.greet(name, { text: "Buenas" });
    const { id } = await shop.onDesk(jelouId);
    await call("PUT", `/api/conversations/${id}/assignee`, { userId: "me" });
    return { id, jelouId };
  };
  const carla = await mine("Carla Vega");
  await call("POST", `/api/conversations/${carla.id}/read`, {});
  await page.context().addInitScript(spy, { permission, answer });
  await page.reload();
  await expectReady(page);
  return {
    page,
    lucia,
    mine,
    conversation: carla.id,
    says: (text: string) => shop.says(carla.jelouId, text),
  };
}

/** Live, and its notifications have come, which do so a moment later. */
async function expectReady(page: Page) {
  await expect(page.getByRole("status").filter({ hasText: "En vivo" })).toBeVisible();
  await page.waitForFunction(() => window.spied.isReady);
}

async function callAs(page: Page, { cookie }: Person, method: string, path: string, body: object) {
  const answer = await fetch(new URL(path, page.url()), {
    method,
    headers: { cookie, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${method} ${path} answered ${answer.status}`).toBe(true);
}

const mention = (page: Page, by: Person, id: string, whom: Person) =>
  callAs(page, by, "POST", `/api/conversations/${id}/notes`, {
    text: `@${whom.name} ¿la ves tú?`,
    mentions: [whom.id],
  });

type Admin = { call: (method: string, path: string, body: unknown) => Promise<unknown> };

const assign = (admin: Admin, id: string, userId: string) =>
  admin.call("PUT", `/api/conversations/${id}/assignee`, { userId });

const spiedIn = (tabs: Page[]) => Promise.all(tabs.map((tab) => tab.evaluate(() => window.spied)));
const shownIn = async (tabs: Page[]) => (await spiedIn(tabs)).flatMap(({ shown }) => shown);
const ringsIn = async (tabs: Page[]) =>
  (await spiedIn(tabs)).reduce((sum, { rings }) => sum + rings, 0);
const asked = async (page: Page) => (await spiedIn([page]))[0]?.asked;
const tabsWith = async (tabs: Page[]) => {
  const all = await spiedIn(tabs);
  return tabs.filter((_, index) => all[index]!.shown.length > 0);
};
