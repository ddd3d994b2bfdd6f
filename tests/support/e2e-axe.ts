import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

type Size = { width: number; height: number };

/** Runs axe over what is on the screen, light and dark, and in each of the sizes. The dark one differs in colours alone. */
export async function expectAccessible(
  page: Page,
  state: string,
  sizes: Size[] = [desktop, phone],
) {
  const faults: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.evaluate(nextFrame);
      const there = await page.evaluate(() => "axe" in window);
      const { violations } = await lookAt(page, colorScheme, there).analyze();
      for (const { id, help, nodes } of violations)
        for (const { html, failureSummary } of nodes)
          faults.push(
            `${colorScheme}, ${size.width} px: ${id} (${help})\n${html}\n${failureSummary}`,
          );
    }
  }
  await page.setViewportSize(sizes[0] ?? desktop);
  expect.soft(faults, state).toEqual([]);
}

function lookAt(page: Page, colorScheme: "light" | "dark", there: boolean) {
  // The builder would read axe's 1.5 MB into the page for each look, twice, which takes longer than the look.
  const axe = new AxeBuilder({ page, ...(there && { axeSource: ";" }) })
    // Reading styles beforehand, which no rule of these needs, copies them to where the page's policy forbids them.
    .options({ resultTypes: ["violations"], preload: false })
    // What react-aria has read out and takes away again: a button it names may have gone before.
    .exclude("[data-live-announcer]")
    // Without frames of strangers it needs no page of its own for its report, which takes longer than the look.
    .setLegacyMode(true);
  if (colorScheme === "dark") return axe.withRules(["color-contrast"]);
  // An experiment that takes initials for words.
  return axe.withTags(tags).disableRules("label-content-name-mismatch");
}

const nextFrame = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });

/** Neither the page nor a part of it scrolls to the side, but for the strip of tabs, which may. */
export async function expectNoSidewaysScroll(page: Page) {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("html, main, main *, [role=dialog]")]
      .filter((element) => {
        const scrolls =
          element.tagName === "HTML" || /auto|scroll/.test(getComputedStyle(element).overflowX);
        return scrolls && element.role !== "group" && element.scrollWidth > element.clientWidth + 1;
      })
      .map((element) => `${element.tagName} ${element.role ?? ""} ${element.ariaLabel ?? ""}`),
  );
  expect(wide, "what scrolls to the side").toEqual([]);
}
