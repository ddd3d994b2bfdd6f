import {
  type Browser,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import { type Desk, startDeskWithAdmin } from "./e2e-desk.ts";
import { openShop, type Person, type Shop } from "./e2e-shop.ts";

type Look = BrowserContextOptions & {
  /** What the console may complain of, because the test makes it happen. */
  expectErrors?: RegExp;
};

export type Visit = (address?: string, look?: Look) => Promise<Page>;
export type VisitAs = (person: Person, path?: string, look?: Look) => Promise<Page>;

type Fixtures = {
  shop: Shop;
  /** A browser of a stranger. */
  visit: Visit;
  /** A browser in which this person is signed in. */
  visitAs: VisitAs;
};

export const test = base.extend<Fixtures, { desk: Desk }>({
  desk: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const desk = await startDeskWithAdmin();
      await use(desk);
      await desk.remove();
      expect(complaintsIn(desk.output()), "what the desk logged as errors").toEqual([]);
    },
    { scope: "worker", timeout: 90_000 },
  ],

  shop: async ({ desk }, use) => {
    const shop = await openShop(desk);
    await use(shop);
    await shop.close();
  },

  visit: async ({ browser }, use) => {
    const complaints: string[] = [];
    await use((address = "about:blank", look = {}) => open(browser, address, look, complaints));
    for (const context of browser.contexts()) await context.close();
    expect(complaints, "what the browser's console complained of").toEqual([]);
  },

  visitAs: async ({ visit, desk }, use) => {
    await use(async (person, path = "/conversations", look = {}) => {
      const page = await visit(undefined, look);
      await page.context().addCookies(
        person.cookie.split("; ").map((pair) => {
          const at = pair.indexOf("=");
          return { name: pair.slice(0, at), value: pair.slice(at + 1), url: desk.url };
        }),
      );
      await page.goto(new URL(path, desk.url).href);
      return page;
    });
  },
});

export { expect };

async function open(browser: Browser, address: string, look: Look, complaints: string[]) {
  const { expectErrors, ...options } = look;
  const context = await browser.newContext(options);
  const complain = (words: string) => {
    if (!expectErrors?.test(words)) complaints.push(words);
  };
  context.on("console", (message) => {
    if (message.type() === "error") complain(`${message.text()} ${message.location().url}`);
  });
  context.on("weberror", (error) => complain(String(error.error())));
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** Being asked while it stops is no fault of the desk's. */
const complaintsIn = (output: string) =>
  output
    .split("\n")
    .filter(
      (line) => /"level":[56]0/.test(line) && !line.includes("The desk is starting or stopping"),
    );
