import type { Page } from "@playwright/test";
import { choose, closeWith, startClose, toasts } from "../support/e2e-close-dialog.ts";
import { expect, test } from "../support/e2e-test.ts";

const farewell = "¡Listo, Carla! 🙌\n¿Algo más? «Escríbanos» & <gracias>";

test("two agents see the same, one closes in each of the three ways", async ({ shop, visitAs }) => {
  const [lucia, bruno] = await Promise.all([shop.hire("Lucía Andrade"), shop.hire("Bruno Paz")]);
  const [a, b] = await Promise.all([visitAs(lucia), visitAs(bruno)]);
  await expect(a.getByText("Todo atendido")).toBeVisible();
  const ana = await shop.greet("Ana Mora", { text: "Buenas" });
  const beto = await shop.greet("Beto Ríos", { text: "Hola" });
  const carla = await shop.greet("Carla Vega", { text: "Mi pedido no llega" });
  for (const page of [a, b]) {
    await expect(page.getByRole("row")).toContainText([
      /Carla Vega.*Mi pedido no llega/s,
      /Beto Ríos/,
      /Ana Mora/,
    ]);
  }

  await a.getByRole("row", { name: "Carla Vega" }).click();
  await expect(a.getByRole("log", { name: "Mensajes" })).toContainText("Mi pedido no llega");
  const dialog = await startClose(a);
  await expect(dialog).toHaveAccessibleName("Cerrar la conversación con Carla Vega");
  await dialog.getByRole("textbox", { name: "Texto para el cliente" }).fill(farewell);
  await expect(dialog.getByRole("region", { name: "Así lo ve el cliente" })).toContainText(
    "¡Listo, Carla! 🙌",
  );
  await a.keyboard.press("Control+Enter");

  await expect(toasts(a).getByRole("status")).toContainText(["Carla VegaPor cerrar"]);
  await expect(toasts(a).getByRole("button", { name: "Deshacer" })).toBeVisible();
  await expect(b.getByRole("row", { name: "Carla Vega" })).toContainText("Por cerrar");
  await expectToBeOn(a, "Beto Ríos");

  await closeWith(a, "Volver al bot");
  await expectToBeOn(a, "Ana Mora");
  await closeWith(a, "Nada");

  await expect(b.getByText("Todo atendido")).toBeVisible();
  await expect
    .poll(() => shop.closeCalls())
    .toEqual([
      { botId: "bot", userId: carla.user.id, redirectPayload: { type: "text", text: farewell } },
      { botId: "bot", userId: beto.user.id, redirectPayload: { type: "edge" } },
      { botId: "bot", userId: ana.user.id },
    ]);
  expect(carla.customerGot).toEqual({ type: "text", text: farewell });

  await b.getByRole("button", { name: "Cerradas" }).click();
  await expect(b.getByRole("row")).toHaveCount(3);
  for (const [name, words] of [
    ["Carla Vega", "Lucía Andrade la cerró con «¡Listo, Carla! 🙌"],
    ["Beto Ríos", "Lucía Andrade la cerró y el cliente volvió al bot"],
    ["Ana Mora", "Lucía Andrade la cerró sin mensaje"],
  ] as const) {
    await b.getByRole("row", { name }).click();
    await expect(b.getByRole("log", { name: "Mensajes" })).toContainText(words);
    await expect(b.getByText("Cerrada y confirmada por Jelou")).toBeVisible();
  }
  expect(shop.closeCalls(), "nothing was called twice").toHaveLength(3);
});

test("when two agents close at once, one call is made and the other is told", async ({
  shop,
  visitAs,
}) => {
  await shop.greet("Carla Vega");
  const [lucia, bruno] = await Promise.all([shop.hire("Lucía Andrade"), shop.hire("Bruno Paz")]);
  const [a, b] = await Promise.all([
    visitAs(lucia),
    visitAs(bruno, "/conversations", { expectErrors: /409/ }),
  ]);
  for (const page of [a, b]) {
    await page.getByRole("row", { name: "Carla Vega" }).click();
    await startClose(page);
    await choose(page, "Nada");
  }
  const submit = (page: Page) =>
    page.getByRole("dialog").getByRole("button", { name: "Cerrar y siguiente" }).click();
  await submit(a);
  await expect(toasts(a)).toContainText("Por cerrar");
  await submit(b);
  await expect(b.getByRole("dialog").getByRole("alert")).toContainText(
    "Lucía Andrade ya la está cerrando.",
  );
  await expect.poll(() => shop.closeCalls()).toHaveLength(1);
  await expect(a.getByRole("row")).toHaveCount(0);
  expect(shop.closeCalls()).toHaveLength(1);
});

test("who closes the last one sees that all is done", async ({ shop, visitAs }) => {
  await shop.greet("Carla Vega");
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await closeWith(page, "Nada");
  await expect(page.getByText("Todo atendido")).toBeVisible();
  await expect(toasts(page)).toContainText("Cerrada");
});

/** The conversation is open and its row has the focus: one can go on by keyboard. */
async function expectToBeOn(page: Page, name: string) {
  await expect(page.getByRole("heading", { name, level: 2 })).toBeVisible();
  await expect(page.getByRole("row", { name })).toBeFocused();
  await expect(page.getByRole("row", { name })).toHaveAttribute("aria-selected", "true");
}
