import type { Browser, Page } from "@playwright/test";
import { openBrowser, openContext, timeUntil } from "../clients/open-browser";
import { callApi } from "../clients/sign-in";
import { startJelou } from "../clients/start-clients";
import type { Figure } from "../figures";
import type { Plan } from "../plan";
import { type Desk, startDesk } from "../servers/start-desk";
import { median } from "../statistics";

/** What feels instant, and what doesn't break off a thought (Nielsen; RAIL says the same). */
const instant = { of: "value" as const, most: 100 };
const unbroken = { of: "value" as const, most: 1_000 };
const ticked = 100;

/** What somebody waits for who closes in a browser, one conversation after another and many together. */
export async function dialog({ quick }: Plan): Promise<Figure[]> {
  const jelou = startJelou();
  const desk = await startDesk({ gatewayUrl: await jelou.ask("gatewayUrl") });
  await furnish(desk);
  await jelou.ask("serve", { webhookUrl: desk.url + desk.webhookPath, delayMs: 0 });
  const [times, firstTimes] = quick ? [6, 2] : [20, 7];
  await jelou.ask("greet", ticked + 2 * times);
  const browser = await openBrowser();
  const bare = await timeBare(browser, times);

  const first = { one: [] as number[], many: [] as number[] };
  for (let round = 0; round < firstTimes; round += 1) {
    const one = await openInbox(browser, desk);
    await openTopmost(one);
    first.one.push(await timeOne(one));
    await one.context().close();
    const many = await openInbox(browser, desk);
    await tickMany(many);
    first.many.push(await timeMany(many));
    await many.context().close();
  }
  const many = await openInbox(browser, desk);
  await tickMany(many);
  const together = await timeAgain(many, times, timeMany);
  await many.context().close();
  const one = await openInbox(browser, desk);
  await openTopmost(one);
  const alone = await timeAgain(one, times, timeOne);
  const onward = await closeOneByOne(one, times);
  await browser.close();
  await jelou.stop();
  await desk.stop();

  const peer = { name: "a bare <dialog>", value: median(bare) };
  const figure = (name: string, values: number[], promise: typeof instant): Figure => ({
    name: `${name} (p50)`,
    value: median(values),
    unit: "ms",
    peer,
    promise,
  });
  return [
    figure("Ctrl+Enter until the dialog is there", alone, instant),
    figure("  the first time", first.one, unbroken),
    figure("Ctrl+Enter in it until the next conversation is there", onward, instant),
    figure(`a click until the dialog for ${ticked} ticked ones is there`, together, instant),
    figure("  the first time", first.many, unbroken),
  ];
}

/** As a project in use has it; the template is what one closes with. */
async function furnish({ url, cookie, projectId }: Desk) {
  const path = `/api/projects/${projectId}`;
  for (const name of ["Resuelto", "No responde", "Duplicado", "Número equivocado"])
    await callApi(url, cookie, "POST", `${path}/close-reasons`, { name });
  const template = await callApi(url, cookie, "POST", `${path}/close-templates`, {
    name: "Gracias",
    texts: { es: "Gracias por escribirnos. Que le vaya bien." },
  });
  await callApi(url, cookie, "PATCH", path, {
    defaultMessage: { type: "template", templateId: template.id },
  });
}

async function openInbox(browser: Browser, desk: Desk): Promise<Page> {
  const page = await (await openContext(browser, desk)).newPage();
  await page.goto(`${desk.url}/conversations`);
  await page.getByRole("row").first().waitFor();
  await lookAtIt(page);
  return page;
}

/** As long as a person takes at least before going on. */
const lookAtIt = (page: Page) => page.waitForTimeout(1_500);

/** What screen readers are told is a log as well, but has no name. */
const thread = (page: Page) => page.getByRole("log", { name: "Mensajes" });

async function openTopmost(page: Page) {
  await page.getByRole("row").first().click();
  await thread(page).waitFor();
  await lookAtIt(page);
}

/** A click on the first, and one with Shift on the last of them. */
async function tickMany(page: Page) {
  const box = (row: number) => page.locator(`[aria-rowindex="${row}"]`).getByRole("checkbox");
  await box(1).click();
  // It pushes the list down, away from under the mouse.
  await closeButton(page).waitFor();
  await page.getByRole("row").first().hover();
  // Less than the list is high, so that no row is passed unseen.
  for (let turns = 0; turns < 100 && (await box(ticked).count()) === 0; turns += 1) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(100);
  }
  await box(ticked).click({ modifiers: ["Shift"] });
  await lookAtIt(page);
}

const timeOne = (page: Page) =>
  timeUntil(page, { dialog: true }, () => page.keyboard.press("Control+Enter"));

const closeButton = (page: Page) => page.getByRole("button", { name: "Cerrar…" });

const timeMany = (page: Page) => timeUntil(page, { dialog: true }, () => closeButton(page).click());

/** With all that it needs loaded before. */
async function timeAgain(page: Page, times: number, time: (page: Page) => Promise<number>) {
  const measured: number[] = [];
  for (let round = -1; round < times; round += 1) {
    const taken = await time(page);
    if (round >= 0) measured.push(taken);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.waitForTimeout(300);
  }
  return measured;
}

/** From the word in the open dialog to the next thread; the first time brings what follows a close on the screen. */
async function closeOneByOne(page: Page, times: number) {
  const measured: number[] = [];
  for (let round = -1; round < times; round += 1) {
    await timeOne(page);
    const said = (await thread(page).textContent()) ?? "";
    const greeting = /Hola, soy \w+ \d+\./.exec(said)?.[0] ?? "";
    const taken = await timeUntil(page, { threadAfter: greeting }, () =>
      page.keyboard.press("Control+Enter"),
    );
    if (round >= 0) measured.push(taken);
    await lookAtIt(page);
  }
  return measured;
}

/** The least that the browser needs from a key to a dialog that has the focus. */
async function timeBare(browser: Browser, times: number) {
  const page = await (await openContext(browser)).newPage();
  await page.goto("about:blank");
  await page.evaluate(() => {
    document.body.innerHTML = '<dialog role="dialog"><textarea></textarea></dialog>';
    const element = document.querySelector("dialog");
    window.addEventListener("keydown", ({ key }) => key === "Enter" && element?.showModal());
  });
  const measured: number[] = [];
  for (let round = 0; round < times; round += 1) {
    measured.push(await timeOne(page));
    await page.keyboard.press("Escape");
    await page.waitForTimeout(100);
  }
  await page.context().close();
  return measured;
}
