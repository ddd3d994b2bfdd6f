import { expect, test } from "../support/e2e-test.ts";

const many = 300;

test("three hundred conversations scroll, search and count", async ({ shop, visitAs }) => {
  test.slow();
  const maria = await shop.greet("María Ñáñez Córdova", { userId: "593987654417" });
  for (let n = 2; n <= many; n += 1) {
    const userName = `Cliente ${String(n).padStart(3, "0")}`;
    shop.jelou.startConversation({ projectId: shop.jelouProjectId, userName });
    if (n % 50 === 0) await shop.jelou.settle();
  }
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  const rows = page.getByRole("row");
  await expect(page.getByRole("button", { name: `Por atender ${many}` })).toBeVisible();
  await expect(rows.first()).toBeVisible();

  await test.step("scrolling loads the rest and keeps few rows in the page", async () => {
    const oldest = page.getByRole("row", { name: "María Ñáñez Córdova" });
    await rows.first().hover();
    let most = 0;
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 4_000);
          most = Math.max(most, await rows.count());
          return oldest.count();
        },
        { intervals: [50], timeout: 40_000 },
      )
      .toBe(1);
    await expect(oldest).toHaveAttribute("aria-rowindex", String(many));
    expect(most, "rows in the page at any time").toBeLessThan(60);
  });

  const search = page.getByRole("searchbox", { name: "Buscar por nombre o número" });
  await test.step("a name is found without its accents, a number by its end", async () => {
    for (const words of ["maria nanez", "4417"]) {
      await search.fill(words);
      await expect(rows).toHaveCount(1);
      await expect(rows).toHaveAccessibleName("María Ñáñez Córdova");
    }
    await search.fill("nadie se llama así");
    await expect(page.getByText("Nada coincide con «nadie se llama así»")).toBeVisible();
    await page.getByRole("button", { name: "Ver todas las pendientes" }).click();
    await expect(search).toHaveValue("");
    await expect(page.getByRole("row", { name: `Cliente ${many}` })).toBeVisible();
  });

  await test.step("tabs show what they say, and their counts follow", async () => {
    await shop.closeFromAfar(maria.id);
    await expect(page.getByRole("button", { name: `Por atender ${many - 1}` })).toBeVisible();
    await page.getByRole("button", { name: "Cerradas 1" }).click();
    await expect(rows).toHaveCount(1);
    await expect(rows).toHaveAccessibleName("María Ñáñez Córdova");
    await page.getByRole("button", { name: "Cerrando" }).click();
    await expect(page.getByText("No hay conversaciones aquí")).toBeVisible();
  });
});
