import type { Page } from "@playwright/test";
import type { Person, Shop } from "./e2e-shop.ts";
import { expect, type VisitAs } from "./e2e-test.ts";

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

type Wish = {
  desktop?: boolean;
  quietHours?: { from: string; to: string };
  permission?: string;
  answer?: string;
};

/** Lucía's desk, with a conversation of hers. */

export async function openDesk(shop: Shop, visitAs: VisitAs, wish: Wish = {}) {
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
export async function expectReady(page: Page) {
  await expect(page.getByRole("status").filter({ hasText: "En vivo" })).toBeVisible();
  await page.waitForFunction(() => window.spied.isReady);
}

export async function callAs(
  page: Page,
  { cookie }: Person,
  method: string,
  path: string,
  body: object,
) {
  const answer = await fetch(new URL(path, page.url()), {
    method,
    headers: { cookie, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${method} ${path} answered ${answer.status}`).toBe(true);
}

export const mention = (page: Page, by: Person, id: string, whom: Person) =>
  callAs(page, by, "POST", `/api/conversations/${id}/notes`, {
    text: `@${whom.name} ¿la ves tú?`,
    mentions: [whom.id],
  });

type Admin = { call: (method: string, path: string, body: unknown) => Promise<unknown> };

export const assign = (admin: Admin, id: string, userId: string) =>
  admin.call("PUT", `/api/conversations/${id}/assignee`, { userId });

export const spiedIn = (tabs: Page[]) =>
  Promise.all(tabs.map((tab) => tab.evaluate(() => window.spied)));
export const shownIn = async (tabs: Page[]) => (await spiedIn(tabs)).flatMap(({ shown }) => shown);
export const ringsIn = async (tabs: Page[]) =>
  (await spiedIn(tabs)).reduce((sum, { rings }) => sum + rings, 0);
export const asked = async (page: Page) => (await spiedIn([page]))[0]?.asked;
export const tabsWith = async (tabs: Page[]) => {
  const all = await spiedIn(tabs);
  return tabs.filter((_, index) => all[index]!.shown.length > 0);
};
