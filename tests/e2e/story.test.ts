import type { Page } from "@playwright/test";
import { desktop, expectAccessible } from "../support/e2e-axe.ts";
import { startClose } from "../support/e2e-close-dialog.ts";
import { closingSetup } from "../support/e2e-closing-setup.ts";
import { expect, test } from "../support/e2e-test.ts";

const thread = (page: Page) => page.getByRole("region", { name: "Conversación" });
const story = (page: Page) =>
  page
    .getByRole("complementary", { name: "Detalles" })
    .getByRole("region", { name: "Historia", exact: true });
const parts = (page: Page) => story(page).getByRole("list").first().locator(":scope > li");

test("the story of a close tells who chose what, each call and Jelou's answer", async ({
  desk,
  shop,
  visitAs,
}) => {
  const setup = closingSetup(desk, shop);
  const templateId = await setup.addTemplate("Despedida", { es: "Gracias, {{contact.name}}." });
  await setup.addReason("Resuelto", { templateId });
  await setup.setRules({ undoMs: 0 });
  await shop.greet("Carla Vega", { text: "Hola" });
  shop.jelou.faults.next({ on: "close", status: 500, body: { message: "Servicio caído" } });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await expect(page.getByRole("complementary", { name: "Detalles" })).toContainText("Carla Vega");
  await expect(story(page), "nothing has happened yet").toHaveCount(0);
  const dialog = await startClose(page);
  await expect(dialog.getByRole("radio", { name: "Resuelto" })).toBeFocused();
  await page.keyboard.press("1");
  await dialog.getByRole("textbox", { name: "Nota interna" }).fill("Llamó también por teléfono");
  await dialog.getByRole("button", { name: "Cerrar", exact: true }).last().click();

  const calls = story(page).getByRole("list", { name: "Intentos" }).getByRole("listitem");
  const failed =
    /^\d\d:\d\d:\d\d Sin respuesta clara · 500 · \d+ msJelou tuvo un error interno\. Jelou dice: «Servicio caído»$/;
  await expect(calls).toHaveText([failed]);
  await expect(story(page)).toContainText("Sin respuesta clara, reintentando");
  await thread(page).getByRole("button", { name: "Intentar otra vez" }).click();
  await expect(calls).toHaveText([
    failed,
    /^\d\d:\d\d:\d\d Aceptado · 200 · \d+ ms$/,
    /^\d\d:\d\d:\d\d Jelou lo confirmó$/,
  ]);
  await expect(parts(page)).toHaveCount(1);
  for (const words of [
    "Lucía Andrade",
    "Cerrada",
    "Motivo: Resuelto",
    "El cliente: Gracias, Carla Vega.",
    "Plantilla: Despedida",
    "Nota: Llamó también por teléfono",
  ])
    await expect(parts(page)).toContainText(words);
  await expectAccessible(page, "a story");
});

test("a mark, and what was tried before, are told the latest first", async ({ shop, visitAs }) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  shop.jelou.faults.next({ on: "close", status: 404 });
  const id = await shop.closeFromAfar(carla.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`);
  await expect(parts(page)).toHaveText([/Jelou no la cerró.*El cliente: sin mensaje.*404/s]);
  await thread(page).getByRole("button", { name: "Marcar como cerrada aquí" }).click();
  await page.getByRole("textbox", { name: "Motivo" }).fill("Se resolvió por teléfono");
  await page.getByRole("dialog").getByRole("button", { name: "Marcar como cerrada" }).click();
  await expect(parts(page)).toHaveText([
    /^Lucía Andrade.*La marcó como cerrada aquí.*Se resolvió por teléfono$/s,
    /Jelou no la cerró/,
  ]);
  await shop.says(carla.id, "¿Siguen ahí?");
  await thread(page).getByRole("button", { name: "Ya está atendido" }).click();
  await page.getByRole("textbox", { name: "Motivo" }).fill("Le escribí por correo");
  await page.getByRole("dialog").getByRole("button", { name: "Está atendido" }).click();
  await expect(parts(page)).toHaveText([
    /Atendió lo escrito después.*Le escribí por correo/s,
    /La marcó como cerrada aquí/,
    /Jelou no la cerró/,
  ]);
  expect(shop.closeCalls()).toHaveLength(1);
});

test("a closed conversation is started again, once, when Jelou lets it", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const id = await shop.closeFromAfar(carla.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`, {
    expectErrors: /status of (502|409)/,
  });
  await expect(thread(page)).toContainText("Cerrada y confirmada por Jelou");
  const startCalls = () => shop.jelou.callsTo("start").map(({ body }) => body);
  const again = thread(page).getByRole("button", { name: "Empezar otra vez" });
  const dialog = page.getByRole("dialog", { name: "Empezar otra vez con Carla Vega" });
  const submit = dialog.getByRole("button", { name: "Empezar otra vez" });
  const message = dialog.getByRole("textbox", { name: "Primer mensaje" });

  await test.step("what Jelou says against it is shown, and what was written stays", async () => {
    shop.jelou.faults.next({
      on: "start",
      status: 422,
      body: { message: "Fuera de la ventana de 24 horas" },
    });
    await again.click();
    await expect(message).toBeFocused();
    await message.fill("¿Le llegó el pedido?");
    await expectAccessible(page, "start dialog");
    await submit.click();
    await expect(dialog.getByRole("alert")).toHaveText(
      "Jelou no la abrió. Jelou encontró un error en los datos (422). Jelou dice: «Fuera de la ventana de 24 horas»",
    );
    await expect(message).toHaveValue("¿Le llegó el pedido?");
    await expectAccessible(page, "start dialog, refused", [desktop]);
  });

  await test.step("it goes on in the list, as a conversation of its own", async () => {
    await submit.click();
    await expect(dialog.getByRole("status")).toContainText("Jelou la abrió.");
    await dialog.getByRole("button", { name: "Cerrar" }).last().press("Enter");
    await expect(dialog).toHaveCount(0);
    expect(startCalls()).toHaveLength(2);
    expect(startCalls().at(-1)).toEqual({
      botId: "bot",
      userId: carla.user.id,
      initialMessage: "¿Le llegó el pedido?",
    });
    await expect(parts(page)).toHaveText([
      /Lucía Andrade.*La empezó otra vez.*¿Le llegó el pedido\?/s,
      /Cerrada/,
    ]);
    await expect(page.getByRole("row", { name: "Carla Vega" })).toHaveCount(1);
  });

  await test.step("where one goes on there is none to begin", async () => {
    await again.click();
    await submit.click();
    await expect(dialog.getByRole("alert")).toHaveText(
      "El cliente ya tiene una conversación más nueva. Sigue en esa.",
    );
    expect(startCalls()).toHaveLength(2);
    await page.keyboard.press("Escape");
    await page.getByRole("row", { name: "Carla Vega" }).click();
    await expect(page).not.toHaveURL(new RegExp(id));
    await expect(thread(page).getByRole("button", { name: "Cerrar conversación" })).toBeVisible();
    await expect(page.getByRole("log", { name: "Mensajes" })).toContainText("¿Le llegó el pedido?");
  });
});

test("an answer of Jelou's that isn't clear is told as that, and nobody starts a second one at once", async ({
  shop,
  visitAs,
}) => {
  const diego = await shop.greet("Diego Paz", { text: "Hola" });
  const id = await shop.closeFromAfar(diego.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`, {
    expectErrors: /status of (504|409)/,
  });
  await expect(thread(page)).toContainText("Cerrada y confirmada por Jelou");
  shop.jelou.faults.next({ on: "start", status: 500, body: { message: "Ups" } });
  await thread(page).getByRole("button", { name: "Empezar otra vez" }).click();
  const dialog = page.getByRole("dialog", { name: "Empezar otra vez con Diego Paz" });
  const submit = dialog.getByRole("button", { name: "Empezar otra vez" });
  await submit.click();
  await expect(dialog.getByRole("alert")).toContainText(
    "Jelou no respondió con claridad: puede que ya haya empezado.",
  );
  await submit.click();
  await expect(dialog.getByRole("alert")).toContainText("Se pidió hace un momento.");
  expect(shop.jelou.callsTo("start")).toHaveLength(1);
});
