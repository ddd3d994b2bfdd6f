import { expect, test } from "../support/e2e-test.ts";

test("the keys reach every row, and the focus outlives scrolling and the row that has it", async ({
  shop,
  visitAs,
}) => {
  const ids = new Map<string, string>();
  for (let n = 1; n <= 40; n += 1) {
    const userName = `Cliente ${n}`;
    const opening = { projectId: shop.jelouProjectId, userName };
    ids.set(userName, shop.jelou.startConversation(opening).id);
  }
  await shop.jelou.settle();
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  const rows = page.getByRole("row");
  const grid = page.getByRole("grid", { name: "Conversaciones" });
  const at = (index: number) => page.locator(`[aria-rowindex="${index}"]`);
  await expect(grid).toHaveAttribute("aria-rowcount", "40");
  await page.getByRole("button", { name: "Todas", exact: true }).last().focus();
  await page.keyboard.press("Tab");
  await expect(at(1)).toBeFocused();
  await expect(at(1)).toHaveCSS("outline-style", "solid");
  const { keyboard } = page;

  await test.step("to the end, back, and a page on", async () => {
    await keyboard.press("End");
    await expect(at(40)).toBeFocused();
    await expect(at(40)).toBeInViewport({ ratio: 1 });
    expect(await rows.count()).toBeLessThan(30);
    await keyboard.press("ArrowDown");
    await expect(at(40)).toBeFocused();
    await keyboard.press("Home");
    await expect(at(1)).toBeFocused();
    await keyboard.press("PageDown");
    const focused = page.locator("[role=row]:focus");
    await expect(focused).not.toHaveAttribute("aria-rowindex", "1");
    await expect(focused).toBeInViewport({ ratio: 1 });
    await keyboard.press("Home");
    await keyboard.press("ArrowDown");
    await expect(at(2)).toBeFocused();
  });

  await test.step("scrolled away it is still there", async () => {
    await grid.hover();
    await page.mouse.wheel(0, 10_000);
    await expect(at(40)).toBeInViewport();
    await expect(at(2)).toBeFocused();
    await page.mouse.move(1_200, 500);
    await keyboard.press("ArrowDown");
    await expect(at(3)).toBeFocused();
    await expect(at(3)).toBeInViewport({ ratio: 1 });
  });

  await test.step("the row with the focus leaves: the one in its place goes on from there", async () => {
    const gone = (await at(3).getAttribute("aria-label")) ?? "";
    await shop.closeFromAfar(ids.get(gone)!);
    await expect(page.getByRole("row", { name: gone, exact: true })).toHaveCount(0);
    // What happened last is first, so its close took it there before it left.
    await expect(at(1)).toBeFocused();
    await keyboard.press("ArrowDown");
    await expect(at(2)).toBeFocused();
  });

  await test.step("it is one stop on the way through the page", async () => {
    await keyboard.press("Tab");
    expect(await grid.evaluate((element) => element.contains(document.activeElement))).toBe(false);
    await keyboard.press("Shift+Tab");
    await expect(at(2)).toBeFocused();
  });
});
