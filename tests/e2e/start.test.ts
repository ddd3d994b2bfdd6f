import type { Page } from "@playwright/test";
import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import type { Shop } from "../support/e2e-shop.ts";
import { expect, test } from "../support/e2e-test.ts";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Nueva conversación" });
const field = (page: Page, name: string) => dialog(page).getByRole("textbox", { name });
const submit = (page: Page) => dialog(page).getByRole("button", { name: "Empezar" });
const startCalls = (shop: Shop) => shop.jelou.callsTo("start").map(({ body }) => body);

/** Somebody whom Jelou knows, without an open conversation. */
async function formerCustomer(shop: Shop, userName: string, userId: string) {
  const conversation = await shop.greet(userName, { userId });
  await shop.closeFromAfar(conversation.id);
  await expect.poll(() => conversation.status).toBe("closed");
  return conversation;
}

test("a conversation is started by keyboard, with all that goes along, and is opened", async ({
  shop,
  visitAs,
}) => {
  await formerCustomer(shop, "Carla Vega", "593987654321");
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await expect(page.getByText("Todo atendido")).toBeVisible();
  await page.keyboard.press("s");
  await expect(field(page, "Cliente")).toBeFocused();
  await page.keyboard.type("098 765 4321");
  await expect(field(page, "Cliente")).toHaveAccessibleDescription(/¿Le falta el código de país\?/);
  await field(page, "Cliente").fill("+593 98 765-4321");
  await expect(dialog(page).getByRole("combobox", { name: "Bot" })).toHaveValue("Asistente");
  await field(page, "Primer mensaje").fill("¿Le llegó el pedido?");
  await dialog(page).getByText("Datos y asignación").click();
  await dialog(page).getByRole("button", { name: "Añadir dato" }).click();
  await expect(field(page, "Nombre")).toBeFocused();
  await page.keyboard.type("ticketId");
  await page.keyboard.press("Tab");
  await page.keyboard.type("T-12345");
  await dialog(page).getByRole("combobox", { name: "Asignar en Jelou a" }).selectOption("Una cola");
  await field(page, "Id de la cola").fill("ventas");
  await expectAccessible(page, "start");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(desktop);
  await submit(page).press("Enter");

  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Carla Vega" })).toBeVisible();
  expect(startCalls(shop)).toEqual([
    {
      botId: "bot",
      userId: "593987654321",
      initialMessage: "¿Le llegó el pedido?",
      metadata: { ticketId: "T-12345" },
      assignment: { type: "queue", target: "ventas" },
    },
  ]);
  const details = page.getByRole("complementary", { name: "Detalles" });
  for (const words of ["ticketId: T-12345", "type: queue", "target: ventas"])
    await expect(details).toContainText(words);
});

test("what stands against it is said, and what was typed stays", async ({ shop, visitAs }) => {
  const beto = await shop.greet("Beto Ríos", { text: "Hola", userId: "593911111111" });
  await formerCustomer(shop, "Carla Vega", "593987654321");
  const { id: openId } = await shop.onDesk(beto.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), "/conversations", {
    expectErrors: /status of (4|5)\d\d/,
  });
  await page.getByRole("button", { name: "Nueva conversación" }).click();
  const alert = dialog(page).getByRole("alert");

  await test.step("a row without a name, and a name given twice", async () => {
    await field(page, "Cliente").fill("593987654321");
    await dialog(page).getByText("Datos y asignación").click();
    const add = dialog(page).getByRole("button", { name: "Añadir dato" });
    for (const [name, value] of [
      ["plan", "oro"],
      ["plan", "plata"],
      ["", "nada"],
    ] as const) {
      await add.click();
      await field(page, "Nombre").last().fill(name);
      await field(page, "Valor").last().fill(value);
    }
    await submit(page).click();
    await expect(field(page, "Nombre").nth(1)).toHaveAccessibleDescription("Este nombre ya está.");
    await expect(field(page, "Nombre").nth(2)).toHaveAccessibleDescription("Falta el nombre.");
    await expectAccessible(page, "start, wrong rows", [desktop]);
    await field(page, "Nombre").nth(1).fill("color");
    await dialog(page).getByRole("button", { name: "Quitar el dato 3" }).click();
    expect(startCalls(shop)).toEqual([]);
  });

  await test.step("Jelou's no", async () => {
    const body = { message: "Fuera de la ventana de 24 horas" };
    shop.jelou.faults.next({ on: "start", status: 422, body });
    await submit(page).click();
    await expect(alert).toContainText(
      "Jelou no la abrió. Jelou encontró un error en los datos (422). Jelou dice: «Fuera de la ventana de 24 horas»",
    );
    await expect(field(page, "Cliente")).toHaveValue("593987654321");
    await expect(field(page, "Nombre").nth(1)).toHaveValue("color");
    await expectAccessible(page, "start, refused", [desktop]);
  });

  await test.step("a customer whom Jelou doesn't know", async () => {
    await field(page, "Cliente").fill("nadie");
    await submit(page).click();
    await expect(alert).toContainText("(404)");
  });

  await test.step("one that is open already, which one can go to", async () => {
    await field(page, "Cliente").fill("593911111111");
    await submit(page).click();
    await expect(alert).toContainText("El cliente ya tiene una conversación abierta con este bot.");
    await alert.getByRole("button", { name: "Ir a esa conversación" }).click();
    await expect(dialog(page)).toHaveCount(0);
    await expect(page).toHaveURL(new RegExp(openId));
  });
});

test("while Jelou's notice is still to come it is said that it is on its way", async ({
  shop,
  visitAs,
}) => {
  await formerCustomer(shop, "Carla Vega", "593987654321");
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("button", { name: "Nueva conversación" }).click();
  await field(page, "Cliente").fill("593987654321");
  shop.jelou.faults.next({ on: "webhook", event: "conversation.start", delayMs: 6_000 });
  await submit(page).click();
  await expect(dialog(page).getByRole("status")).toContainText("Jelou la abrió.");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("row", { name: "Carla Vega" })).toBeVisible();
});
