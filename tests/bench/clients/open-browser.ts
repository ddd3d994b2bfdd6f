import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import playwrightConfig from "@/tests/playwright.config";
import { endWithRun } from "../cleaning";
import type { Desk } from "../servers/start-desk";

const { locale, timezoneId, viewport, launchOptions } = playwrightConfig.use ?? {};

/** The browser of the end-to-end tests. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch(launchOptions);
  endWithRun(() => browser.close());
  return browser;
}

/** One that has nothing in its cache, with a stopwatch; where a desk is given, its admin is signed in. */
export async function openContext(browser: Browser, desk?: Desk): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...(locale ? { locale } : {}),
    ...(timezoneId ? { timezoneId } : {}),
    ...(viewport ? { viewport } : {}),
  });
  await context.addInitScript(installStopwatch);
  if (!desk) return context;
  const cookies = desk.cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: desk.url };
  });
  await context.addCookies(cookies);
  return context;
}

/**
 * What is waited for: a dialog in which one may type or choose, none any more and another thread than this, or this as the
 * last message of a thread.
 */
export type Sight = { dialog: true } | { threadAfter: string } | { newest: string };

/** Milliseconds from the press to the first picture that shows it, however late we ask. */
export async function timeUntil(page: Page, sight: Sight, press: () => Promise<unknown>) {
  await page.evaluate((wanted) => window.stopwatch.startWithPress(wanted), sight);
  await press();
  return page.evaluate(() => window.stopwatch.read());
}

/** The same from the going to an address, in a page that was nowhere before. */
export async function timeFromAddress(page: Page, sight: Sight, url: string) {
  await page.addInitScript((wanted) => window.stopwatch.startWithPage(wanted), sight);
  await page.goto(url);
  return page.evaluate(() => window.stopwatch.read());
}

declare global {
  interface Window {
    stopwatch: {
      startWithPress: (sight: Sight) => void;
      startWithPage: (sight: Sight) => void;
      read: () => Promise<number>;
    };
  }
}

/** Runs in the page: starts with the press of Enter or the mouse's letting go, as the system dates it, or with the page. */
function installStopwatch() {
  const patienceMs = 20_000;
  let reading: Promise<number> | undefined;
  const findThread = () => document.querySelector("[role=log][aria-label]");
  const isSeen = (sight: Sight) => {
    const active = document.activeElement;
    if ("dialog" in sight) return Boolean(active?.matches("[role=dialog] :is(input, textarea)"));
    const thread = findThread();
    if ("newest" in sight) {
      const last = [...(thread?.querySelectorAll("article") ?? [])].at(-1);
      if (!thread || !last?.textContent.includes(sight.newest)) return false;
      const [box, own] = [thread.getBoundingClientRect(), last.getBoundingClientRect()];
      return own.top >= box.top && own.bottom <= box.bottom + 1;
    }
    const said = thread?.textContent ?? "";
    const isOther = said !== "" && !said.includes(sight.threadAfter);
    return isOther && !document.querySelector("[role=dialog]");
  };
  const whenSeen = (sight: Sight, tell: (at: number) => void) => {
    const look = () => {
      if (!isSeen(sight)) return requestAnimationFrame(look);
      // This frame is on its way to the screen; what is posted now comes when it has been painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => tell(performance.now());
      port2.postMessage(undefined);
    };
    requestAnimationFrame(look);
  };
  const startReading = (sight: Sight, begin: (resolve: (ms: number) => void) => void) => {
    reading = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${JSON.stringify(sight)} was not seen`)), patienceMs);
      begin(resolve);
    });
  };
  const kinds = ["keydown", "pointerup"];
  const startWithPress = (sight: Sight) =>
    startReading(sight, (resolve) => {
      const begin = (event: Event) => {
        if (event instanceof KeyboardEvent && event.key !== "Enter") return;
        for (const kind of kinds) window.removeEventListener(kind, begin, { capture: true });
        whenSeen(sight, (at) => resolve(at - event.timeStamp));
      };
      for (const kind of kinds) window.addEventListener(kind, begin, { capture: true });
    });
  const startWithPage = (sight: Sight) =>
    startReading(sight, (resolve) => whenSeen(sight, resolve));
  const read = () => reading ?? Promise.resolve(Number.NaN);
  window.stopwatch = { startWithPress, startWithPage, read };
}
