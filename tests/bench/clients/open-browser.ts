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

/** What is waited for: a dialog in which one may type or choose, or none any more and another thread than this. */
export type Sight = { dialog: true } | { threadAfter: string };

/** Milliseconds from the press to the first picture that shows it, however late we ask. */
export async function timeUntil(page: Page, sight: Sight, press: () => Promise<unknown>) {
  await page.evaluate((wanted) => window.stopwatch.start(wanted), sight);
  await press();
  return page.evaluate(() => window.stopwatch.read());
}

declare global {
  interface Window {
    stopwatch: { start: (sight: Sight) => void; read: () => Promise<number> };
  }
}

/** Runs in the page: starts with the press of Enter or the mouse's letting go, as the system dates it. */
function installStopwatch() {
  const patienceMs = 20_000;
  let reading: Promise<number> | undefined;
  const isSeen = (sight: Sight) => {
    const active = document.activeElement;
    if ("dialog" in sight) return Boolean(active?.matches("[role=dialog] :is(input, textarea)"));
    const thread = document.querySelector("[role=log][aria-label]")?.textContent ?? "";
    const isOther = thread !== "" && !thread.includes(sight.threadAfter);
    return isOther && !document.querySelector("[role=dialog]");
  };
  const start = (sight: Sight) => {
    reading = new Promise((resolve, reject) => {
      const begin = (event: Event) => {
        if (event instanceof KeyboardEvent && event.key !== "Enter") return;
        for (const kind of kinds) window.removeEventListener(kind, begin, { capture: true });
        const look = () => {
          if (!isSeen(sight)) return requestAnimationFrame(look);
          // This frame is on its way to the screen; what is posted now comes when it has been painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - event.timeStamp);
          port2.postMessage(undefined);
        };
        requestAnimationFrame(look);
      };
      setTimeout(() => reject(new Error(`${JSON.stringify(sight)} was not seen`)), patienceMs);
      const kinds = ["keydown", "pointerup"];
      for (const kind of kinds) window.addEventListener(kind, begin, { capture: true });
    });
  };
  window.stopwatch = { start, read: () => reading ?? Promise.resolve(Number.NaN) };
}
