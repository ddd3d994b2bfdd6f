import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import { openStore } from "@/lib/db/open";
import { makeFolder } from "../cleaning";
import { openBrowser, openContext, timeFromAddress, timeUntil } from "../clients/open-browser";
import { callApi } from "../clients/sign-in";
import { startLoad } from "../clients/start-clients";
import { type Scrolling, startWatching, stopWatching } from "../clients/watch-scrolling";
import type { Figure } from "../figures";
import { type FilledThread, fillThreads } from "../fill-threads";
import type { Plan } from "../plan";
import { servePicture } from "../servers/serve-picture";
import { type Desk, startDesk } from "../servers/start-desk";
import { median, percentile } from "../statistics";

const lengths = [50, 2_000, 20_000] as const;
type Times = Record<(typeof lengths)[number], number[]>;

/** A conversation of 20,000 messages beside one of 50: opening it, looking back in it, and asking the API for its pages. */
export async function thread({ quick }: Plan): Promise<Figure[]> {
  const times = quick ? 3 : 9;
  const { desk, threads } = await openDesk(times + 1);
  const browser = await openBrowser();
  const clicked = await timeClicks(browser, desk, threads);
  const gone = await timeAddresses(browser, desk, threads.slice(0, times * lengths.length));
  const long = threads.find(({ length }) => length === 20_000)!;
  const back = quick ? 600 : 3_000;
  const scrolled = await lookBack(browser, desk, long, back);
  const bare = await scrollBare(browser, back);
  await browser.close();
  const pages = await timePages(desk, threads, quick);
  await desk.stop();
  return [
    ...openFigures("a click on its row until the newest message is there", clicked),
    ...openFigures("the same from its address, with nothing loaded before", gone),
    ...scrollFigures(`scrolling up through ${back} messages`, scrolled, bare),
    ...pages,
  ];
}

/** So many of each length, all of them read. */
async function openDesk(ofEach: number) {
  const pictures = await servePicture();
  const dataDir = makeFolder("data");
  const store = await openStore({ databaseUrl: undefined, dataDir });
  const all = Array.from({ length: ofEach }, () => lengths).flat();
  const threads = await fillThreads(store, all, (index) => `${pictures}/${index}.svg`);
  await store.close();
  const desk = await startDesk({ env: { DATA_DIR: dataDir } });
  for (const { id } of threads)
    await callApi(desk.url, desk.cookie, "POST", `/api/conversations/${id}/read`, {});
  return { desk, threads };
}

const emptyTimes = (): Times => ({ 50: [], 2000: [], 20000: [] });

/** Each once, in the order of the list; the first of each length brings what a first thread needs. */
async function timeClicks(browser: Browser, desk: Desk, threads: FilledThread[]): Promise<Times> {
  const page = await (await openContext(browser, desk)).newPage();
  await page.goto(`${desk.url}/conversations`);
  await page.getByRole("row").first().waitFor();
  const taken = emptyTimes();
  for (const [place, { name, newest, length }] of threads.entries()) {
    const row = page.getByRole("row").filter({ hasText: name });
    for (let turns = 0; turns < 100 && (await row.count()) === 0; turns += 1) {
      await page.getByRole("row").nth(2).hover();
      await page.mouse.wheel(0, 300);
      await page.waitForTimeout(100);
    }
    await page.waitForTimeout(700);
    const ms = await timeUntil(page, { newest }, () => row.click());
    if (place >= lengths.length) taken[length as keyof Times].push(ms);
  }
  await page.context().close();
  return taken;
}

async function timeAddresses(browser: Browser, desk: Desk, threads: FilledThread[]) {
  const taken = emptyTimes();
  for (const { id, newest, length } of threads) {
    const page = await (await openContext(browser, desk)).newPage();
    const url = `${desk.url}/conversations/${id}`;
    taken[length as keyof Times].push(await timeFromAddress(page, { newest }, url));
    await page.context().close();
  }
  return taken;
}

const openFigures = (name: string, taken: Times): Figure[] =>
  lengths.map((length) => ({
    name: length === 50 ? `${name}, of 50 (p50)` : `  of ${length} (p50)`,
    value: median(taken[length]),
    unit: "ms",
    ...(length === 50
      ? {}
      : {
          peer: { name: "of 50", value: median(taken[50]) },
          promise: { of: "ratio", most: 2 },
        }),
  }));

type Back = Scrolling & { before: Weight; after: Weight };

async function lookBack(browser: Browser, desk: Desk, { id, length }: FilledThread, count: number) {
  const page = await (await openContext(browser, desk)).newPage();
  await page.goto(`${desk.url}/conversations/${id}`);
  await page.getByRole("log", { name: "Mensajes" }).hover();
  await page.waitForTimeout(2_000);
  const before = await weigh(page);
  await startWatching(page, log);
  await turnUp(page, async () => (await firstShown(page)) <= length - count);
  const scrolling = await stopWatching(page);
  const after = await weigh(page);
  await page.context().close();
  return { ...scrolling, before, after } satisfies Back;
}

const log = "[role=log][aria-label]";

/** The number of the uppermost message that is drawn. */
const firstShown = (page: Page) =>
  page.evaluate((selector) => {
    const box = document.querySelector(selector)!.getBoundingClientRect();
    const articles = [...document.querySelectorAll(`${selector} article`)];
    const shown = articles.filter((each) => each.getBoundingClientRect().bottom > box.top);
    const numbers = shown.flatMap((each) => /(\d+)\. /.exec(each.textContent)?.[1] ?? []);
    return Number(numbers[0] ?? Number.POSITIVE_INFINITY);
  }, log);

/** In strokes, as a finger does it, with a glance between them. */
async function turnUp(page: Page, isThere: () => Promise<boolean>) {
  for (let strokes = 0; strokes < 1_000 && !(await isThere()); strokes += 1) {
    for (let turns = 0; turns < 20; turns += 1)
      await Promise.all([page.mouse.wheel(0, -120), sleep(16)]);
    await sleep(100);
  }
  if (!(await isThere())) throw new Error("The wheel led nowhere");
}

type Weight = { heap: number; nodes: number };

/** Megabytes of script objects that are in use, and nodes of the document. */
async function weigh(page: Page): Promise<Weight> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  await session.detach();
  return { heap: usedSize / 1_048_576, nodes };
}

/** The same strokes over as many plain paragraphs, which are all there from the start. */
async function scrollBare(browser: Browser, count: number): Promise<Scrolling> {
  const page = await (await openContext(browser)).newPage();
  await page.goto("about:blank");
  await page.evaluate((messages) => {
    const articles = Array.from(
      { length: messages },
      (_, index) => `<article style="height: 60px; width: 100%">${index}. Hola</article>`,
    );
    document.body.innerHTML = `<div role="log" aria-label="bare" style="position: fixed; inset: 0; overflow-y: scroll">${articles.join("")}</div>`;
    const box = document.querySelector("div")!;
    box.scrollTop = box.scrollHeight;
  }, count);
  await page.locator(log).hover();
  await startWatching(page, log);
  await turnUp(page, async () => (await firstShown(page)) <= 20);
  const scrolling = await stopWatching(page);
  await page.context().close();
  return scrolling;
}

const frameMs = 1_000 / 60;

/** Of the time, the share in which no new picture came though one was due. */
const missed = ({ frames }: Scrolling) =>
  frames.reduce((sum, each) => sum + Math.max(0, Math.round(each / frameMs) - 1), 0) /
  (frames.reduce((sum, each) => sum + each, 0) / frameMs);

function scrollFigures(name: string, back: Back, bare: Scrolling): Figure[] {
  const { before, after, jumps } = back;
  const peer = (value: number) => ({ name: "plain paragraphs", value });
  return [
    {
      name: `${name}: from frame to frame (p95)`,
      value: percentile(back.frames, 0.95),
      unit: "ms",
      peer: peer(percentile(bare.frames, 0.95)),
      promise: { of: "value", most: 2 * frameMs + 1 },
    },
    {
      name: "  the longest",
      value: percentile(back.frames, 1),
      unit: "ms",
      peer: peer(percentile(bare.frames, 1)),
    },
    {
      name: "  frames missed",
      value: missed(back) * 100,
      unit: "%",
      peer: peer(missed(bare) * 100),
    },
    {
      name: "  what one reads was moved, at most",
      value: Math.max(0, ...jumps.map(Math.abs)),
      unit: "px",
      promise: { of: "value", most: 4 },
    },
    { name: "  so many times", value: jumps.length, unit: "times" },
    {
      name: "  memory of scripts",
      value: after.heap,
      unit: "MB",
      peer: { name: "before", value: before.heap },
    },
    {
      name: "  nodes of the page",
      value: after.nodes,
      unit: "nodes",
      peer: { name: "before", value: before.nodes },
    },
  ];
}

/** Pages of 50 by the API, wherever in a thread they are. */
async function timePages(desk: Desk, threads: FilledThread[], quick: boolean): Promise<Figure[]> {
  const load = startLoad();
  const [short, long] = [50, 20_000].map(
    (length) => threads.find((each) => each.length === length)!,
  );
  const deep = (index: number) => `&before=${long!.cursorBefore(index)}`;
  const pathOf = ({ id }: FilledThread) => `/api/conversations/${id}/messages?limit=50`;
  const paths = {
    "of 50": pathOf(short!),
    "the newest page of 20,000": pathOf(long!),
    "one in the middle of 20,000": pathOf(long!) + deep(10_000),
    "the oldest of 20,000": pathOf(long!) + deep(50),
  };
  const taken = new Map<string, number[]>();
  const { port, cookie } = desk;
  for (let round = -1; round < (quick ? 3 : 7); round += 1) {
    for (const [name, path] of Object.entries(paths)) {
      const { p50 } = await load.ask("read", { port, path, cookie, count: 30, perSecond: 60 });
      if (round >= 0) taken.set(name, [...(taken.get(name) ?? []), p50]);
    }
  }
  await load.stop();
  const [ofFew, ...others] = [...taken].map(([name, values]) => ({ name, value: median(values) }));
  return others.map(({ name, value }) => ({
    name: `API: ${name} (p50)`,
    value,
    unit: "ms",
    peer: ofFew!,
    promise: { of: "ratio", most: 2 },
  }));
}
