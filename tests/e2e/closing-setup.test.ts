import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/e2e-test.ts";

const section = (page: Page, name: string) => page.getByRole("region", { name });
const dialogOf = (page: Page, name: string) => page.getByRole("dialog", { name });
const save = (place: Locator) => place.getByRole("button", { name: "Guardar" }).click();

const selectOf = (place: Locator, name: string) =>
  place.getByRole("combobox", { name, exact: true });
const choose = (place: Locator, label: string, option: string) =>
  selectOf(place, label).selectOption(option);

async function addReason(page: Page, name: string, offer?: string) {
  await section(page, "Motivos").getByRole("button", { name: "Añadir motivo" }).click();
  const dialog = dialogOf(page, "Añadir un motivo");
  await dialog.getByRole("textbox", { name: "Nombre" }).fill(name);
  if (offer) await choose(dialog, "Al elegirlo propone", offer);
  await save(dialog);
  await expect(dialog).toHaveCount(0);
}

test("a supervisor sets up how the project closes", async ({ desk, shop, visitAs }) => {
  test.slow();
  const setup = (path: string) => desk.admin.call("GET", `/api/projects/${shop.projectId}${path}`);
  const sofia = await shop.hire("Sofía Supervisora", "supervisor");
  const page = await visitAs(sofia, "/conversations", { expectErrors: /status of 409/ });
  await page.getByRole("link", { name: "Ajustes de cierre" }).click();
  await expect(page.getByRole("heading", { name: "Tienda Andina" })).toBeVisible();
  const [rules, reasons, templates] = [
    section(page, "Reglas"),
    section(page, "Motivos"),
    section(page, "Plantillas"),
  ];
  const rows = reasons.getByRole("listitem");

  await test.step("a template is written, checked and shown as a customer would get it", async () => {
    await templates.getByRole("button", { name: "Añadir plantilla" }).click();
    const dialog = dialogOf(page, "Añadir una plantilla");
    await dialog.getByRole("textbox", { name: "Nombre" }).fill("Despedida");
    const text = dialog.getByRole("textbox", { name: "Texto (Español)" });
    await text.fill("Gracias, {{contact.nombre}}");
    await expect(text).toHaveAccessibleDescription(/No existe \{\{contact\.nombre\}\}/);
    await save(dialog);
    await expect(text, "a wrong one isn't saved").toBeVisible();
    await text.fill("Gracias, ");
    await dialog.getByRole("button", { name: "{{contact.name}}" }).click();
    await expect(text).toBeFocused();
    await page.keyboard.type("!");
    await expect(text).toHaveValue("Gracias, {{contact.name}}!");
    await expect(dialog.getByText("A un cliente sin nombre no se le podrá enviar.")).toBeVisible();
    const example = dialog.getByRole("region", { name: "Ejemplo, con datos inventados" });
    await expect(example).toContainText("Gracias, Ana Torres!");
    await text.fill("Gracias, {{contact.name|amigo}}");
    await save(dialog);
    await expect(templates.getByRole("listitem")).toHaveText(/Despedida.*Español.*Gracias/);
  });

  await test.step("reasons are added; one offers the template", async () => {
    await addReason(page, "Resuelto", "Plantilla: Despedida");
    await addReason(page, "Sin respuesta");
    await addReason(page, "Spam");
    await expect(rows).toHaveText([/Resuelto.*Despedida/, /Sin respuesta/, /Spam/]);
  });

  await test.step("a name that is missing is asked for at the field", async () => {
    await reasons.getByRole("button", { name: "Editar «Spam»" }).click();
    const dialog = dialogOf(page, "Editar motivo");
    const name = dialog.getByRole("textbox", { name: "Nombre" });
    await name.fill("");
    await save(dialog);
    await expect(name).toBeFocused();
    await expect(name).toHaveAttribute("aria-invalid", "true");
    await expect(name, "in the browser's words").toHaveAccessibleDescription(/./);
    await name.fill("Spam");
    await expect(name).toHaveAccessibleDescription("");
    await save(dialog);
    await expect(dialog).toHaveCount(0);
  });

  await test.step("a name that is taken says so at the field", async () => {
    await reasons.getByRole("button", { name: "Editar «Spam»" }).click();
    const dialog = dialogOf(page, "Editar motivo");
    const name = dialog.getByRole("textbox", { name: "Nombre" });
    await name.fill("Resuelto");
    await save(dialog);
    await expect(name).toHaveAccessibleDescription("Este nombre ya está en uso.");
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  });

  await test.step("they are moved by the keyboard alone, the focus staying with the moved one", async () => {
    const up = reasons.getByRole("button", { name: "Subir «Spam»" });
    await up.focus();
    for (const presses of [1, 2, 3]) {
      await page.keyboard.press("Enter");
      await expect(up, `after ${presses}`).toBeFocused();
    }
    await expect(rows).toHaveText([/Spam/, /Resuelto/, /Sin respuesta/]);
    await expect(reasons.getByRole("status")).toHaveText("«Spam» es ahora el 1 de 3");
    await expect
      .poll(async () => (await setup("/close-reasons")).items)
      .toMatchObject([{ name: "Spam" }, { name: "Resuelto" }, { name: "Sin respuesta" }]);
  });

  await test.step("a reason is switched off, and deleted after a question", async () => {
    const more = reasons.getByRole("button", { name: "Más acciones para «Spam»" });
    await more.press("Enter");
    await page.getByRole("menuitem", { name: "Desactivar" }).press("Enter");
    await expect(rows.first()).toContainText("Desactivado");
    await more.press("Enter");
    await page.getByRole("menuitem", { name: "Borrar…" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Borrar el motivo «Spam»" });
    await expect(dialog).toContainText("Los cierres que lo tienen conservan su nombre.");
    await dialog.getByRole("button", { name: "Borrar" }).click();
    await expect(rows).toHaveText([/Resuelto/, /Sin respuesta/]);
    await expect(reasons.getByRole("button", { name: "Añadir motivo" })).toBeFocused();
  });

  await test.step("the rules ask for a reason and propose the template", async () => {
    await rules.getByRole("checkbox", { name: "Pedir un motivo" }).check({ force: true });
    await choose(rules, "Tiempo para deshacer", "3 s");
    await rules.getByRole("radio", { name: "Solo supervisores" }).check({ force: true });
    await choose(rules, "Mensaje inicial", "Una plantilla");
    await save(rules);
    await expect(rules.getByRole("status")).toHaveText("Guardado");
    expect(await setup("")).toMatchObject({
      requireReason: true,
      undoMs: 3_000,
      closeOthers: false,
      defaultMessage: { type: "template" },
    });
    await page.reload();
    await expect(rules.getByRole("checkbox", { name: "Pedir un motivo" })).toBeChecked();
    await expect(selectOf(rules, "Tiempo para deshacer")).toHaveValue("3000");
  });

  await test.step("what the rules use can't be deleted, and it says where it is used", async () => {
    await templates.getByRole("button", { name: "Más acciones para «Despedida»" }).click();
    await page.getByRole("menuitem", { name: "Borrar…" }).click();
    const dialog = dialogOf(page, "Borrar la plantilla «Despedida»");
    await expect(dialog).toContainText("se usa en «Reglas, mensaje inicial»");
    await dialog.getByRole("button", { name: "Cerrar" }).last().click();
  });

  await test.step("a route keeps its number a number", async () => {
    const routes = section(page, "Rutas del bot");
    await expect(routes).toContainText("Por confirmar con Jelou.");
    await routes.getByRole("button", { name: "Añadir ruta" }).click();
    const dialog = dialogOf(page, "Añadir una ruta");
    await dialog.getByRole("textbox", { name: "Nombre" }).fill("Encuesta");
    await dialog.getByRole("textbox", { name: "skillId" }).fill("12");
    await dialog.getByRole("textbox", { name: "targetId" }).fill("007");
    await save(dialog);
    await expect(routes.getByRole("listitem")).toContainText('skillId: 12 · targetId: "007"');
  });
});

test("the automatic close is off until it is switched on, and says what it lacks", async ({
  desk,
  shop,
  visitAs,
}) => {
  const path = `/api/projects/${shop.projectId}`;
  const rules = async () => (await desk.admin.call("GET", path)).autoClose;
  await desk.admin.call("PATCH", path, { requireReason: true });
  await desk.admin.call("POST", `${path}/close-reasons`, { name: "Sin respuesta" });
  const sofia = await shop.hire("Sofía Supervisora", "supervisor");
  const page = await visitAs(sofia, "/admin/closing");
  const auto = section(page, "Cierre automático");
  const on = auto.getByRole("checkbox", { name: "Cerrar cuando el cliente no responde" });
  await expect(on).not.toBeChecked();
  await on.check({ force: true });
  const after = auto.getByRole("spinbutton", { name: /^Minutos sin/ });
  await expect(after).toHaveValue("1440");
  await expect(auto.getByText("Son 1 día")).toBeVisible();
  await expect(auto.getByText("los automáticos no tendrán ninguno")).toBeVisible();
  await choose(auto, "Motivo", "Sin respuesta");
  await expect(auto.getByText("los automáticos no tendrán ninguno")).toHaveCount(0);

  await auto.getByRole("checkbox", { name: "Avisar antes al cliente" }).check({ force: true });
  const before = auto.getByRole("spinbutton", { name: "Minutos antes del cierre" });
  await before.fill("1440");
  await before.press("Tab");
  await expect(before).toHaveAccessibleDescription(/menos de 1440 minutos/);
  await before.fill("30");
  const warning = auto.getByRole("textbox", { name: "Texto del aviso" });
  await save(auto);
  await expect(warning).toHaveAccessibleDescription(/Escribe el texto\./);
  await expect(warning).toBeFocused();
  await warning.fill("¿Sigues ahí, {{contact.name}}?");
  await expect(warning).toHaveAccessibleDescription(/pon un sustituto/);
  await save(auto);
  expect(await rules(), "nothing faulty was saved").toBeNull();
  await warning.fill("¿Sigues ahí?");
  await after.fill("43201");
  await save(auto);
  await expect(after).toHaveAccessibleDescription(/de 1 a 43200 minutos/);
  await expect(after).toBeFocused();
  await after.fill("1440");
  await before.fill("0");
  await save(auto);
  await expect(before).toHaveAccessibleDescription(/desde 1/);
  expect(await rules(), "nor what is out of range").toBeNull();
  await before.fill("30");
  await save(auto);
  await expect(auto.getByRole("status")).toHaveText("Guardado");
  expect(await rules()).toMatchObject({
    afterMinutes: 1_440,
    warning: { minutesBefore: 30, text: "¿Sigues ahí?" },
    message: { type: "none" },
    reasonId: expect.any(String),
  });
  await on.uncheck({ force: true });
  await save(auto);
  await expect.poll(rules).toBeNull();
});

test("the project that the address names is set up, and others see the change at once", async ({
  desk,
  shop,
  visitAs,
}) => {
  const other = await shop.addProject("Otra tienda");
  const [sofia, alicia] = [
    await shop.hire("Sofía Supervisora", "supervisor"),
    await shop.hire("Alicia Dueña", "admin"),
  ];
  const projectIds = [shop.projectId, other.projectId];
  await desk.admin.call("PATCH", `/api/users/${sofia.id}`, { projectIds });
  const page = await visitAs(sofia, "/admin/closing");
  await choose(page.getByRole("main"), "Proyecto", "Tienda Andina");
  await expect(page).toHaveURL(`${desk.url}/admin/closing?project=${shop.projectId}`);
  const watcher = await visitAs(alicia, `/admin/closing?project=${shop.projectId}`);
  await expect(section(watcher, "Motivos")).toContainText("Todavía no hay motivos");
  await addReason(page, "Resuelto");
  await expect(section(watcher, "Motivos").getByRole("listitem")).toContainText("Resuelto");
  await choose(page.getByRole("main"), "Proyecto", "Otra tienda");
  await expect(section(page, "Motivos")).toContainText("Todavía no hay motivos");
  await page.goto(`${desk.url}/admin/closing?project=inventado`);
  await expect(page.getByText("no existe o no es tuyo")).toBeVisible();
});

test("an agent is refused, and a supervisor sees neither projects nor users", async ({
  desk,
  shop,
  visitAs,
}) => {
  const lucia = await visitAs(await shop.hire("Lucía Andrade"), "/admin/closing");
  await expect(lucia.getByText("Esta página es para supervisores y administradores")).toBeVisible();
  await expect(lucia.getByRole("link", { name: "Ajustes de cierre" })).toHaveCount(0);
  const sofia = await visitAs(
    await shop.hire("Sofía Supervisora", "supervisor"),
    "/admin/projects",
  );
  for (const place of ["projects", "users"]) {
    await sofia.goto(`${desk.url}/admin/${place}`);
    await expect(sofia.getByText("Esta página es para administradores")).toBeVisible();
  }
});

test("a list that can't be loaded says so, and comes when asked again", async ({
  shop,
  visitAs,
}) => {
  const sofia = await shop.hire("Sofía Supervisora", "supervisor");
  const page = await visitAs(sofia, "/conversations", { expectErrors: /status of 403/ });
  await page.route("**/close-reasons", (route) =>
    route.fulfill({ status: 403, json: { error: { code: "forbidden", message: "No." } } }),
  );
  await page.getByRole("link", { name: "Ajustes de cierre" }).click();
  const reasons = section(page, "Motivos");
  await expect(reasons).toContainText("No se pudieron cargar los motivos");
  await page.unroute("**/close-reasons");
  await reasons.getByRole("button", { name: "Intentar otra vez" }).click();
  await expect(reasons).toContainText("Todavía no hay motivos");
});
