import { strayWordsOn } from "../support/e2e-languages.ts";
import { expect, test } from "../support/e2e-test.ts";

const languages = [
  { locale: "en", choice: "English", account: "Account", close: "Close conversation" },
  { locale: "pt", choice: "Português", account: "Conta", close: "Fechar conversa" },
] as const;

test("the account menu changes every word on every screen", async ({ desk, shop, visitAs }) => {
  const carla = await shop.greet("Carla V.", { text: "👋", initialMessage: "4" });
  const beto = await shop.greet("Beto R.", { text: "👋" });
  shop.jelou.faults.next({ on: "close", status: 401, body: "{}" });
  const refusedId = await shop.closeFromAfar(beto.id);
  const { id } = await shop.onDesk(carla.id);
  const lucia = await shop.hire("Lucía A.", "admin");
  const page = await visitAs(lucia, `/conversations/${id}`);
  await expect(page.getByRole("article")).toHaveText(/👋/);
  expect(await strayWordsOn(page, "es")).toEqual([]);
  expect(await strayWordsOn(page, "en"), "the check sees foreign words").toContain(
    "Conversaciones",
  );

  let menuName = "Cuenta: Lucía A.";
  for (const { locale, choice, account, close } of languages) {
    const expectOnly = (where: string) =>
      expect.poll(() => strayWordsOn(page, locale), { message: `${locale}, ${where}` }).toEqual([]);
    await page.getByRole("button", { name: menuName }).click();
    await page.getByRole("menuitem", { name: choice }).click();
    menuName = `${account}: Lucía A.`;
    await expect(page.getByRole("button", { name: menuName })).toBeVisible();
    await expectOnly("list and thread");

    await page.getByRole("button", { name: close }).click();
    await expect(page.getByRole("dialog").getByRole("radio")).toHaveCount(3);
    await expectOnly("close dialog");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: menuName }).click();
    await expect(page.getByRole("menuitem", { name: choice })).toBeVisible();
    await expectOnly("account menu");
    await page.keyboard.press("Escape");

    for (const [path, words] of [
      ["/admin/users", lucia.email],
      ["/admin/projects", "Tienda Andina"],
      ["/admin/closing", '{"type":"edge"}'],
      [`/conversations/${refusedId}`, "(401)"],
      [`/conversations/${id}`, "👋"],
    ] as const) {
      await page.goto(desk.url + path);
      await expect(page.getByRole("main").getByText(words).first()).toBeVisible();
      await expectOnly(path);
    }
  }
});

test("the sign-in speaks the browser's language", async ({ desk, visit }) => {
  const portuguese = await visit(`${desk.url}/login`, { locale: "pt-BR" });
  await expect(portuguese.getByRole("heading", { name: "Entrar" })).toBeVisible();
  await expect(portuguese.getByLabel("Senha")).toBeVisible();
  expect(await strayWordsOn(portuguese, "pt")).toEqual([]);
  const german = await visit(`${desk.url}/login`, { locale: "de-DE" });
  await expect(german.getByRole("heading", { name: "Iniciar sesión" })).toBeVisible();
});

test("what one has chosen goes along to another browser", async ({ shop, visitAs }) => {
  const lucia = await shop.hire("Lucía A.");
  const page = await visitAs(lucia);
  await page.getByRole("button", { name: "Cuenta: Lucía A." }).click();
  const saved = page.waitForResponse("**/api/account");
  await page.getByRole("menuitem", { name: "Oscuro" }).click();
  await saved;
  const colours = (of: typeof page) =>
    of.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await expect.poll(() => colours(page)).toBe("dark");
  await page.reload();
  expect(await colours(page), "after a reload").toBe("dark");
  await page.getByRole("button", { name: "Cuenta: Lucía A." }).click();
  await page.getByRole("menuitem", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Conversations" })).toBeVisible();

  const elsewhere = await visitAs(lucia);
  await expect(elsewhere.getByRole("heading", { name: "Conversations" })).toBeVisible();
  await expect.poll(() => colours(elsewhere)).toBe("dark");
});
