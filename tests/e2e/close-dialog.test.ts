import type { Locator, Page } from "@playwright/test";
import { desktop, expectAccessible } from "../support/e2e-axe.ts";
import { startClose } from "../support/e2e-close-dialog.ts";
import { closingSetup } from "../support/e2e-closing-setup.ts";
import { expect, test } from "../support/e2e-test.ts";

const dialogFor = (page: Page, name: string) =>
  page.getByRole("dialog", { name: `Cerrar la conversación con ${name}` });
const textOf = (dialog: Locator) => dialog.getByRole("textbox", { name: "Texto para el cliente" });
const reason = (dialog: Locator, name: string) => dialog.getByRole("radio", { name, exact: true });
const select = (dialog: Locator, label: string) => dialog.getByRole("combobox", { name: label });
const chosen = (dialog: Locator, label: string) => select(dialog, label).locator("option:checked");

/** What the customer sees, to the letter. */
async function previewOf(dialog: Locator) {
  const preview = dialog.getByRole("region", { name: "Así lo ve el cliente" });
  return preview.getByRole("paragraph").last().textContent();
}

const pick = (dialog: Locator, label: string, option: string) =>
  select(dialog, label).selectOption(option);

const farewell = {
  es: "Gracias, {{contact.name|cliente}}.\nLe atendió {{agent.name}} de {{project.name}} & <equipo> 🙌",
  en: "Thanks, {{contact.name|friend}}.",
};
const filled = "Gracias, Carla Vega.\nLe atendió Lucía Andrade de Tienda Andina & <equipo> 🙌";

test("three keystrokes close with a reason and its template, and go on to the next", async ({
  desk,
  shop,
  visitAs,
}) => {
  const setup = closingSetup(desk, shop);
  const templateId = await setup.addTemplate("Despedida", farewell);
  const routeId = await setup.addRoute("Encuesta", { skillId: 12, targetId: "007" });
  await setup.addReason("Resuelto", { templateId });
  await setup.addReason("Sin respuesta");
  await setup.addReason("A encuesta", { routeId });
  await setup.setRules({ undoMs: 0 });
  const ana = await shop.greet("Ana Mora", { text: "Buenas" });
  const beto = await shop.greet("Beto Ríos", { text: "Hola" });
  const carla = await shop.greet("Carla Vega", { text: "Gracias" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  const { keyboard } = page;
  const row = (name: string) => page.getByRole("row", { name });
  await row("Carla Vega").click();
  await expect(page.getByRole("log", { name: "Mensajes" })).toContainText("Gracias");

  await test.step("Ctrl+Enter, 1, Ctrl+Enter", async () => {
    await keyboard.press("Control+Enter");
    const dialog = dialogFor(page, "Carla Vega");
    await expect(reason(dialog, "Resuelto"), "the first stop").toBeFocused();
    await expect(reason(dialog, "Sin motivo")).toBeChecked();
    await keyboard.press("1");
    await expect(reason(dialog, "Resuelto")).toBeChecked();
    await expect(textOf(dialog)).toHaveValue(filled);
    await expect(chosen(dialog, "Plantilla")).toHaveText("Despedida");
    expect(await previewOf(dialog)).toBe(filled);
    await keyboard.press("Control+Enter");
    await expect(dialog).toHaveCount(0);
    await expect(row("Beto Ríos")).toBeFocused();
    await expect(row("Beto Ríos")).toHaveAttribute("aria-selected", "true");
    await expect.poll(() => carla.customerGot).toEqual({ type: "text", text: filled });
    expect((await shop.onDesk(carla.id)).close).toMatchObject({
      reason: { name: "Resuelto" },
      message: { type: "text", text: filled, template: { name: "Despedida" } },
    });
  });

  await test.step("the same is offered first the next time, to the next customer by his name", async () => {
    await keyboard.press("Control+Enter");
    const dialog = dialogFor(page, "Beto Ríos");
    await expect(reason(dialog, "Resuelto")).toBeChecked();
    await expect(reason(dialog, "Resuelto")).toBeFocused();
    await expect(textOf(dialog)).toHaveValue(/^Gracias, Beto Ríos\./);
  });

  await test.step("a reason with a route takes him there", async () => {
    const dialog = dialogFor(page, "Beto Ríos");
    await keyboard.press("3");
    await expect(reason(dialog, "A encuesta")).toBeChecked();
    await expect(dialog.getByRole("radio", { name: "Volver al bot" })).toBeChecked();
    await expect(chosen(dialog, "A dónde vuelve")).toHaveText("Encuesta");
    expect(await previewOf(dialog)).toBe("Vuelve al bot por «Encuesta».");
    await keyboard.press("Control+Enter");
    await expect
      .poll(() => beto.customerGot)
      .toEqual({ type: "edge", skillId: 12, targetId: "007" });
    await expect(row("Ana Mora")).toBeFocused();
  });

  await test.step("what was chosen last survives a reload", async () => {
    await page.reload();
    await expect(page.getByRole("heading", { name: "Ana Mora" })).toBeVisible();
    await keyboard.press("Control+Enter");
    const dialog = dialogFor(page, "Ana Mora");
    await expect(reason(dialog, "A encuesta")).toBeChecked();
    await expect(chosen(dialog, "A dónde vuelve")).toHaveText("Encuesta");
    await pick(dialog, "A dónde vuelve", "Donde el bot decida");
    await dialog.getByRole("button", { name: "Cerrar y siguiente" }).click();
    await expect.poll(() => ana.customerGot).toEqual({ type: "edge" });
    await expect(page.getByText("Todo atendido")).toBeVisible();
  });
  expect(shop.closeCalls()).toHaveLength(3);
});

test("a reason that must be given is asked for where one is, and then it closes", async ({
  desk,
  shop,
  visitAs,
}) => {
  const setup = closingSetup(desk, shop);
  for (const name of ["Resuelto", "Sin respuesta"]) await setup.addReason(name);
  await setup.setRules({ requireReason: true, undoMs: 0, defaultMessage: { type: "none" } });
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  const dialog = await startClose(page);
  const group = dialog.getByRole("radiogroup", { name: "Motivo (obligatorio)" });
  await expect(group).toHaveAttribute("aria-required", "true");
  await expect(reason(dialog, "Sin motivo")).toHaveCount(0);
  await expect(group, "nothing is wrong yet").not.toHaveAttribute("aria-invalid", "true");
  await dialog.getByRole("textbox", { name: "Nota interna" }).fill("Se fue contenta");
  await page.keyboard.press("Control+Enter");
  await expect(group).toHaveAttribute("aria-invalid", "true");
  await expect(group).toHaveAccessibleDescription("Este proyecto no cierra sin motivo. Elige uno.");
  await expect(reason(dialog, "Resuelto"), "one is brought to it").toBeFocused();
  await expectAccessible(page, "a reason is missing", [desktop]);
  for (const place of [
    reason(dialog, "Sin respuesta"),
    dialog.getByRole("button", { name: "Cancelar" }),
  ]) {
    await place.focus();
    await page.keyboard.press("Control+Enter");
    await expect(reason(dialog, "Resuelto")).toBeFocused();
    await expect(group.getByRole("radio", { checked: true }), "nothing chooses itself").toHaveCount(
      0,
    );
  }
  expect(shop.closeCalls()).toEqual([]);
  await page.keyboard.press("2");
  await expect(group).not.toHaveAttribute("aria-invalid", "true");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => shop.closeCalls()).toEqual([{ botId: "bot", userId: carla.user.id }]);
  expect((await shop.onDesk(carla.id)).close).toMatchObject({
    reason: { name: "Sin respuesta" },
    note: "Se fue contenta",
  });
});

test("a template in another language, put into own words, goes as a text of one's own", async ({
  desk,
  shop,
  visitAs,
}) => {
  const setup = closingSetup(desk, shop);
  await setup.addTemplate("Despedida", farewell);
  await setup.addReason("Resuelto");
  await setup.setRules({ undoMs: 0 });
  const carla = await shop.greet("Carla Vega", { text: "Hello" });
  await shop.greet("Beto Ríos", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  const dialog = await startClose(page);
  await pick(dialog, "Plantilla", "Despedida");
  await expect(textOf(dialog)).toHaveValue(filled);
  await pick(dialog, "Idioma", "English");
  await expect(textOf(dialog)).toHaveValue("Thanks, Carla Vega.");
  await expect(textOf(dialog)).toHaveAccessibleDescription("19 de 4096 caracteres");
  await expectAccessible(page, "dialog with reasons and a template");
  await textOf(dialog).press("End");
  await textOf(dialog).pressSequentially(" Bye 1!");
  await expect(textOf(dialog)).toHaveValue("Thanks, Carla Vega. Bye 1!");
  await select(dialog, "Plantilla").press("1");
  await expect(reason(dialog, "Resuelto"), "a digit in a field is a digit").not.toBeChecked();
  await expect(textOf(dialog)).toHaveAccessibleDescription("26 de 4096 caracteres");
  await expect(chosen(dialog, "Plantilla")).toHaveText("Texto propio");
  await expect(select(dialog, "Idioma")).toHaveCount(0);
  expect(await previewOf(dialog)).toBe("Thanks, Carla Vega. Bye 1!");

  await dialog.getByRole("button", { name: "Cerrar", exact: true }).last().click();
  await expect
    .poll(() => carla.customerGot)
    .toEqual({ type: "text", text: "Thanks, Carla Vega. Bye 1!" });
  const { close } = await shop.onDesk(carla.id);
  expect(close?.message).toEqual({ type: "text", text: "Thanks, Carla Vega. Bye 1!" });
  await expect(
    page.getByRole("heading", { name: "Carla Vega", exact: true }),
    "«Cerrar» stays where one is",
  ).toBeVisible();
  await expect(page.getByText("Cerrada y confirmada por Jelou")).toBeVisible();
});

test("a template that lacks the customer's name isn't sent until that is filled in", async ({
  desk,
  shop,
  visitAs,
}) => {
  const setup = closingSetup(desk, shop);
  const templateId = await setup.addTemplate("Saludo", { es: "Adiós, {{contact.name}}." });
  await setup.addReason("Resuelto", { templateId });
  await setup.setRules({ undoMs: 0 });
  const nameless = await shop.greet("", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row").click();
  const dialog = await startClose(page);
  await expect(dialog).toHaveAccessibleName(`Cerrar la conversación con ${nameless.user.id}`);
  await expect(reason(dialog, "Resuelto")).toBeFocused();
  await page.keyboard.press("1");
  await expect(textOf(dialog)).toHaveValue("Adiós, {{contact.name}}.");
  await expect(textOf(dialog)).toHaveAccessibleDescription(
    /Falta un dato de este cliente: completa el texto entre llaves antes de enviarlo\.$/,
  );
  await page.keyboard.press("Control+Enter");
  await expect(textOf(dialog), "one is brought to it").toBeFocused();
  await expectAccessible(page, "a value is missing", [desktop]);
  expect(shop.closeCalls()).toEqual([]);
  await textOf(dialog).fill("Adiós, señora.");
  await expect(textOf(dialog)).not.toHaveAttribute("aria-invalid", "true");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => nameless.customerGot).toEqual({ type: "text", text: "Adiós, señora." });
});

test("the keys open one dialog at most, and holding them closes nothing", async ({
  desk,
  shop,
  visitAs,
}) => {
  const setup = closingSetup(desk, shop);
  await setup.addReason("Resuelto");
  await setup.setRules({ undoMs: 0, defaultMessage: { type: "none" } });
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  const { keyboard } = page;
  const dialog = page.getByRole("dialog");

  await keyboard.press("Control+Enter");
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await expect(page.getByRole("log", { name: "Mensajes" })).toContainText("Hola");
  await expect(dialog, "with no conversation open there is nothing to close").toHaveCount(0);

  await page.getByRole("searchbox").focus();
  await keyboard.down("Control");
  await keyboard.down("Enter");
  await expect(reason(dialog, "Resuelto")).toBeFocused();
  for (let repeats = 0; repeats < 5; repeats += 1) await keyboard.down("Enter");
  await keyboard.up("Enter");
  await keyboard.up("Control");
  await expect(dialog).toHaveCount(1);
  await expect(dialog.getByRole("radio", { name: "Nada" }), "it could be sent").toBeChecked();
  await keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("searchbox")).toBeFocused();
  expect(shop.closeCalls()).toEqual([]);
  expect((await shop.onDesk(carla.id)).close).toBeNull();

  await test.step("its row in the list is enough to begin with", async () => {
    const beto = await shop.greet("Beto Ríos", { text: "Buenas" });
    const { id } = await shop.onDesk(beto.id);
    await page.route(`**/api/conversations/${id}`, () => {});
    await page.getByRole("row", { name: "Beto Ríos" }).click();
    await keyboard.press("Control+Enter");
    await expect(dialogFor(page, "Beto Ríos")).toBeVisible();
  });
});
