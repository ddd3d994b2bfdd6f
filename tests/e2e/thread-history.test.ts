import type { Page } from "@playwright/test";
import { desktop, expectAccessible } from "../support/e2e-axe.ts";
import { answerField } from "../support/e2e-composer.ts";
import type { Shop } from "../support/e2e-shop.ts";
import { expect, test } from "../support/e2e-test.ts";

const log = (page: Page) => page.getByRole("log", { name: "Mensajes" });
const bubble = (page: Page, words: string) =>
  log(page).getByRole("article").filter({ hasText: words });

async function _say(page: Page, text: string) {
  await answerField(page).fill(text);
  await answerField(page).press("Enter");
}

const perPage = 50;

async function talkMuch(shop: Shop, jelouId: string, count: number) {
  const from = Date.now() - count * 60_000;
  for (let n = 1; n <= count; n += 1) {
    const content = { body: `Mensaje ${n}` };
    shop.jelou.customerWrites(jelouId, { type: "text", content }, { at: from + n * 60_000 });
    if (n % 50 === 0) await shop.jelou.settle();
  }
  await shop.jelou.settle();
}

test("looking back loads what is earlier and holds what one sees, whatever comes in meanwhile", async ({
  shop,
  visitAs,
}) => {
  const many = 3 * perPage + 20;
  const carla = await shop.greet("Carla Vega");
  await talkMuch(shop, carla.id, many);
  const { id } = await shop.onDesk(carla.id);
  const lucia = await shop.hire("Lucía Andrade");
  await (await visitAs(lucia, `/conversations/${id}`)).close();
  const page = await visitAs(lucia, `/conversations/${id}`);
  const last = bubble(page, `Mensaje ${many}`);
  await expect(last, "it opens at its end").toBeInViewport();
  await expect(log(page).getByRole("article")).toHaveCount(perPage);

  await test.step("earlier ones come by themselves, and nothing moves", async () => {
    const seen = await log(page).evaluate((box) => {
      box.scrollTop = 300;
      const edge = box.getBoundingClientRect().top;
      const first = [...box.querySelectorAll("article")].find(
        (each) => each.getBoundingClientRect().top > edge,
      );
      return { words: first?.textContent ?? "", top: first?.getBoundingClientRect().top ?? 0 };
    });
    await expect.poll(() => log(page).getByRole("article").count()).toBeGreaterThan(perPage);
    const [words] = /Mensaje \d+/.exec(seen.words) ?? [""];
    const place = () =>
      log(page)
        .getByText(words, { exact: true })
        .evaluate((each) => each.closest("article")?.getBoundingClientRect().top);
    expect(await place()).toBeCloseTo(seen.top, 0);

    await shop.says(carla.id, "uno más");
    const button = page.getByRole("button", { name: "1 nuevo" });
    await expect(button).toBeVisible();
    expect(await place()).toBeCloseTo(seen.top, 0);
    await expectAccessible(page, "looking back", [desktop]);
    await button.click();
  });

  await test.step("at the end again, what comes in is seen", async () => {
    await expect(bubble(page, "uno más")).toBeInViewport();
    await expect(page.getByRole("button", { name: /nuevo/ })).toHaveCount(0);
    await shop.says(carla.id, "y otro");
    await expect(bubble(page, "y otro")).toBeInViewport();
  });

  await test.step("to the very beginning, while few are drawn", async () => {
    const beginning = log(page).getByText("Empezó la conversación");
    await log(page).focus();
    await expect
      .poll(
        async () => {
          await page.keyboard.press("Home");
          return beginning.count();
        },
        { intervals: [100] },
      )
      .toBe(1);
    await expect(
      bubble(page, "Mensaje 1 ")
        .or(log(page).getByText("Mensaje 1", { exact: true }))
        .first(),
    ).toBeVisible();
    expect(await log(page).getByRole("article").count()).toBeLessThan(many);
    await page.getByRole("button", { name: "Ir al final" }).click();
    await expect(bubble(page, "y otro")).toBeInViewport();
  });
});

test("what was unread when it was opened begins at a line of its own", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega");
  await talkMuch(shop, carla.id, 30);
  const { id } = await shop.onDesk(carla.id);
  const lucia = await shop.hire("Lucía Andrade");
  const page = await visitAs(lucia, `/conversations/${id}`);
  await expect(bubble(page, "Mensaje 30")).toBeVisible();
  await page.getByRole("row", { name: "Carla Vega" }).waitFor();
  await page.goto(new URL("/conversations", page.url()).href);
  for (let n = 1; n <= 25; n += 1) await shop.says(carla.id, `Nuevo ${n}`);
  const row = page.getByRole("row", { name: "Carla Vega" });
  await expect(row).toContainText("25 sin leer");
  await row.click();
  const line = log(page).getByText("Nuevo", { exact: true });
  await expect(line).toBeInViewport();
  await expect(bubble(page, "Nuevo 25"), "it opens there, not at the end").not.toBeInViewport();
  await expect(row).not.toContainText("sin leer");
  await shop.says(carla.id, "Nuevo 26");
  await expect(page.getByRole("button", { name: "1 nuevo" })).toBeVisible();
  await expect(line).toHaveCount(1);
});
