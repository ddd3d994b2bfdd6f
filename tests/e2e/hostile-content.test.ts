import type { Page } from "@playwright/test";
import { expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { startClose } from "../support/e2e-close-dialog.ts";
import { expect, test } from "../support/e2e-test.ts";

const attack = `<img src=x onerror=alert(1)>"'><script>alert(2)</script>{{7*7}}`;
const endless = "N".repeat(100);
const rightToLeft = "‮مريم بنت أحمد";

test("names and texts of every kind stay text and stay inside", async ({ shop, visitAs }) => {
  const long = "larguísimo ".repeat(372).slice(0, 4096);
  const texts = [
    attack,
    "x".repeat(4096),
    long,
    `${rightToLeft} 123`,
    "👩‍👩‍👧‍👦".repeat(40),
    "\u0000\u0007 \n\n fin",
  ];
  const conversation = await shop.greet(endless, { metadata: { [attack]: attack, n: [1, null] } });
  for (const text of texts) await shop.says(conversation.id, text);
  for (const [userName, text] of [
    [attack, attack],
    [rightToLeft, "مرحبا"],
    ["👩‍👩‍👧‍👦🇪🇨✨", "🙏".repeat(200)],
  ] as const)
    await shop.greet(userName, { text });
  const { id } = await shop.onDesk(conversation.id);
  const lucia = await shop.hire("Lucía Andrade");

  for (const viewport of [undefined, phone]) {
    const page = await visitAs(lucia, "/conversations", viewport ? { viewport } : {});
    const dialogs = countDialogs(page);
    await expect(page.getByRole("row")).toHaveCount(4);
    await expect(page.getByRole("row", { name: attack })).toContainText(attack);
    await expectNoSidewaysScroll(page);
    await page.goto(new URL(`/conversations/${id}`, page.url()).href);
    const said = page.getByRole("log", { name: "Mensajes" });
    await expect(said.getByRole("article")).toHaveCount(texts.length);
    for (const text of texts.slice(0, 3)) await expect(said.getByText(text.trim())).toBeVisible();
    await expectNoSidewaysScroll(page);
    if (viewport) {
      await page.getByRole("button", { name: "Más acciones" }).click();
      await page.getByRole("menuitem", { name: "Detalles" }).click();
    }
    const details = page.getByRole("complementary", { name: "Detalles" });
    await expect(details).toContainText(attack);
    await expectNoSidewaysScroll(page);
    if (viewport) await details.getByRole("button", { name: "Cerrar" }).click();
    const close = viewport ? "Cerrar" : "Cerrar conversación";
    await page.getByRole("button", { name: close, exact: true }).click();
    await expect(page.getByRole("dialog")).toContainText(endless);
    await expectNoSidewaysScroll(page);
    expect(dialogs()).toBe(0);
  }
});

test("a farewell with markup in it is shown and sent as it is", async ({ shop, visitAs }) => {
  const carla = await shop.greet(attack, { text: attack });
  const { id } = await shop.onDesk(carla.id);
  const page = await visitAs(await shop.hire(attack.slice(0, 28)), `/conversations/${id}`);
  const dialogs = countDialogs(page);
  const dialog = await startClose(page);
  await dialog.getByRole("textbox", { name: "Texto para el cliente" }).fill(attack);
  await expect(dialog.getByRole("region", { name: "Así lo ve el cliente" })).toContainText(attack);
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => carla.customerGot).toEqual({ type: "text", text: attack });
  expect(dialogs()).toBe(0);
});

test("media addresses that are none are not opened", async ({ shop, visitAs }) => {
  const carla = await shop.greet("Carla Vega");
  const bad = [
    ["image", { url: "javascript:alert(1)", caption: "uno" }],
    ["document", { url: "javascript:alert(2)", filename: "factura.pdf" }],
    ["document", { url: "data:text/html,<script>alert(3)</script>" }],
    ["video", { url: "file:///etc/passwd" }],
    ["audio", { url: 7 }],
    ["image", {}],
    ["text", { body: { not: "text" } }],
    [attack, { url: "javascript:alert(4)" }],
  ] as const;
  for (const [type, content] of bad) shop.jelou.customerWrites(carla.id, { type, content });
  await shop.jelou.settle();
  const { id } = await shop.onDesk(carla.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`);
  const dialogs = countDialogs(page);
  const said = page.getByRole("log", { name: "Mensajes" });
  await expect(said.getByText("que aquí no se puede mostrar").first()).toBeVisible();
  await expect(said.getByRole("link")).toHaveCount(0);
  await expect(said.getByRole("img")).toHaveCount(0);
  expect(dialogs()).toBe(0);
});

/** How many of the browser's own dialogs a script has opened. */
function countDialogs(page: Page) {
  let count = 0;
  page.on("dialog", (dialog) => {
    count += 1;
    void dialog.dismiss();
  });
  return () => count;
}
