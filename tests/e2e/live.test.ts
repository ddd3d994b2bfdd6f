import type { Page } from "@playwright/test";
import { startCuttableLine } from "../support/e2e-cuttable-line.ts";
import type { Shop } from "../support/e2e-shop.ts";
import { expect, test, type VisitAs } from "../support/e2e-test.ts";

// A script that is asked for while the desk starts comes as its 503, in JSON.
const cut = { expectErrors: /net::ERR_|status of 503|Refused to execute script/ };

test("after a cut of the network all is there, once, without a reload", async ({
  desk,
  shop,
  visitAs,
}) => {
  const line = await startCuttableLine(desk.url);
  const { page, catchesUp, conversationId } = await openThread(shop, visitAs, line.url);
  line.cut();
  await expectStale(page);
  await shop.says(conversationId, "mientras no había red");
  await shop.greet("Beto Ríos", { text: "Soy nuevo" });
  await expect(page.getByRole("row")).toHaveCount(1);
  line.mend();
  await catchesUp("mientras no había red");
  line.close();
});

test("after a restart of the desk all is there, once, without a reload", async ({
  desk,
  shop,
  visitAs,
}) => {
  const { page, catchesUp, conversationId } = await openThread(shop, visitAs);
  const stopping = Date.now();
  await desk.stop();
  expect(Date.now() - stopping, "an open stream doesn't hold the desk up").toBeLessThan(6_000);
  await expectStale(page);
  await desk.start();
  await shop.says(conversationId, "recién reiniciado");
  await shop.greet("Beto Ríos", { text: "Soy nuevo" });
  await catchesUp("recién reiniciado");
});

test("what happens between the list's answer and the stream's beginning is seen", async ({
  shop,
  visitAs,
}) => {
  await shop.greet("Ana Mora");
  const page = await visitAs(await shop.hire("Lucía Andrade"), "/preferences");
  const [read, list, stream] = [makeGate(), makeGate(), makeGate()];
  await page.route("**/api/live*", async (route) => {
    await stream.passed;
    await route.continue();
  });
  await page.route("**/api/conversations?*", async (route) => {
    const response = await route.fetch();
    read.open();
    await list.passed;
    await route.fulfill({ response });
  });
  await page.goto(new URL("/conversations", page.url()).href);
  await read.passed;
  await shop.greet("Beto Ríos");
  stream.open();
  await expectLive(page);
  list.open();
  await expect(page.getByRole("row", { name: "Beto Ríos" })).toBeVisible();
});

test("two tabs share one stream, and the second goes on when the first is closed", async ({
  shop,
  visitAs,
}) => {
  const first = await visitAs(await shop.hire("Lucía Andrade"));
  await expectLive(first);
  const streams: string[] = [];
  first.context().on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/live") streams.push(request.url());
  });
  await first.reload();
  await expectLive(first);
  const second = await first.context().newPage();
  await second.goto(first.url());
  await expectLive(second);
  await shop.greet("Carla Vega");
  for (const tab of [first, second])
    await expect(tab.getByRole("row", { name: "Carla Vega" })).toBeVisible();
  expect(streams).toHaveLength(1);

  await first.close();
  await expect.poll(() => streams.length).toBe(2);
  expect(streams[1], "it goes on from where it has heard").toContain("after=");
  await shop.greet("Beto Ríos");
  await expect(second.getByRole("row")).toContainText(["Beto Ríos", "Carla Vega"]);
  await expectLive(second);
});

function makeGate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

async function openThread(shop: Shop, visitAs: VisitAs, origin = "") {
  const carla = await shop.greet("Carla Vega", { text: "antes" });
  const { id } = await shop.onDesk(carla.id);
  const page = await visitAs(
    await shop.hire("Lucía Andrade"),
    `${origin}/conversations/${id}`,
    cut,
  );
  const said = page.getByRole("log", { name: "Mensajes" }).getByRole("article");
  await expect(said).toContainText(["antes"]);
  await expectLive(page);
  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  const catchesUp = async (words: string) => {
    await expectLive(page);
    await expect(said).toContainText(["antes", words]);
    await expect(page.getByRole("row")).toContainText([/Beto Ríos.*Soy nuevo/s, "Carla Vega"]);
    expect(loads).toBe(0);
  };
  return { page, catchesUp, conversationId: carla.id };
}

const freshness = (page: Page) => page.getByRole("main").getByRole("status");

const expectLive = (page: Page) =>
  expect(freshness(page).filter({ hasText: "En vivo" })).toBeVisible({ timeout: 30_000 });

async function expectStale(page: Page) {
  const hour = new Date().toLocaleTimeString("es-EC", {
    timeZone: "America/Guayaquil",
    hour: "2-digit",
    hour12: false,
  });
  await expect(
    freshness(page).filter({ hasText: new RegExp(`Sin conexión desde las ${hour}:\\d\\d`) }),
  ).toBeVisible({ timeout: 30_000 });
}
