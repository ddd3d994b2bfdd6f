import type { Page } from "@playwright/test";
import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { expect, test } from "../support/e2e-test.ts";

const section = (page: Page, name: string) => page.getByRole("region", { name });
const example = (page: Page) => page.getByRole("region", { name: "Ejemplo, con datos inventados" });

test("a supervisor adds one with a variable; an agent reads it and adds his own", async ({
  shop,
  visitAs,
}) => {
  test.slow();
  const sofia = await shop.hire("Sofía Supervisora", "supervisor");
  const lucia = await visitAs(await shop.hire("Lucía Andrade"), "/answers");
  const team = section(lucia, "Tienda Andina");
  await expect(team).toContainText("Pídela a un supervisor");
  await expectAccessible(lucia, "empty page", [desktop]);

  const page = await visitAs(sofia, "/conversations", { expectErrors: /status of 409/ });
  await test.step("by the keyboard alone it is written, checked and saved", async () => {
    await page.getByRole("link", { name: "Respuestas rápidas" }).press("Enter");
    await expect(page.getByRole("heading", { name: "Respuestas rápidas" })).toBeVisible();
    await page.getByRole("button", { name: "Añadir al proyecto" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Añadir una respuesta para el equipo" });
    const shortcut = dialog.getByRole("textbox", { name: "Atajo" });
    await expect(shortcut).toBeFocused();
    await expect(shortcut).toHaveValue("/");
    await page.keyboard.press("Enter");
    await expect(shortcut).toHaveAccessibleDescription(/Escribe el atajo\./);
    await expect(shortcut).toBeFocused();
    await page.keyboard.type("Buenos días");
    await expect(shortcut).toHaveAccessibleDescription(/Tiene un espacio o un signo/);
    await shortcut.fill("/Saludo");
    await page.keyboard.press("Tab");
    const text = dialog.getByRole("textbox", { name: "Texto" });
    await expect(text).toBeFocused();
    await page.keyboard.type("Hola ");
    await page.keyboard.press("Tab");
    await expect(dialog.getByRole("button", { name: "{{contact.name}}" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(text).toBeFocused();
    await page.keyboard.type(", te saluda {{agent.name}} de {{project.name}}.");
    await expect(text).toHaveValue(
      "Hola {{contact.name}}, te saluda {{agent.name}} de {{project.name}}.",
    );
    await expect(example(page)).toContainText(
      "Hola Ana Torres, te saluda Lucía Andrade de Tienda Andina.",
    );
    await expectAccessible(page, "dialog");
    await text.press("Control+Home");
    await page.keyboard.type("{{contact.nombre}}");
    await dialog.getByRole("button", { name: "Guardar" }).press("Enter");
    await expect(text).toHaveAccessibleDescription(/No existe \{\{contact\.nombre\}\}/);
    await expect(text).toBeFocused();
    await text.fill("Hola {{contact.name|amigo}}");
    await dialog.getByRole("button", { name: "Guardar" }).press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Añadir al proyecto" })).toBeFocused();
  });
  const row = section(page, "Tienda Andina").getByRole("listitem");
  await expect(row).toHaveText(/\/saludo\s*Sin usar\s*Hola \{\{contact\.name\|amigo\}\}/);

  await test.step("the agent sees it at once, and only reads it", async () => {
    await expect(team.getByRole("listitem")).toContainText("/saludo");
    await expect(team.getByRole("button")).toHaveCount(0);
  });

  await test.step("his own of the same shortcut goes before it", async () => {
    await lucia.getByRole("button", { name: "Añadir una mía" }).click();
    const dialog = lucia.getByRole("dialog", { name: "Añadir una respuesta mía" });
    await dialog.getByRole("textbox", { name: "Atajo" }).fill("saludo");
    await dialog.getByRole("textbox", { name: "Texto" }).fill("¡Qué tal!");
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await expect(section(lucia, "Mías").getByRole("listitem")).toContainText("¡Qué tal!");
    await expect(team.getByRole("listitem")).toContainText("La tuya va primero");
    await expect(section(page, "Mías"), "nobody else has it").toContainText("no tienes ninguna");
  });

  await test.step("a search finds by either, whatever the accents", async () => {
    const search = lucia.getByRole("searchbox", { name: "Buscar por atajo o texto" });
    await search.fill("que tál");
    await expect(lucia.getByRole("listitem")).toHaveText(/¡Qué tal!/);
    await search.fill("/sal");
    await expect(lucia.getByRole("listitem")).toHaveCount(2);
    await expectAccessible(lucia, "both owners");
    await lucia.setViewportSize(phone);
    await expectNoSidewaysScroll(lucia);
    await search.fill("zzz");
    await expect(lucia.getByText("Nada coincide con «zzz»")).toBeVisible();
    await expectAccessible(lucia, "no match", [desktop]);
    await lucia.getByRole("button", { name: "Quitar la búsqueda" }).click();
    await expect(lucia.getByRole("listitem")).toHaveCount(2);
  });

  await test.step("a taken shortcut says so at its field", async () => {
    await page.getByRole("button", { name: "Añadir al proyecto" }).click();
    const dialog = page.getByRole("dialog");
    const shortcut = dialog.getByRole("textbox", { name: "Atajo" });
    await shortcut.fill("SALUDO");
    await dialog.getByRole("textbox", { name: "Texto" }).fill("x");
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await expect(shortcut).toHaveAccessibleDescription(/El proyecto ya tiene una con este atajo/);
    await expect(shortcut).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  });

  await test.step("it is changed, and deleted after a question", async () => {
    await page.getByRole("button", { name: "Editar «/saludo»" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Atajo" }).fill("/bienvenida");
    await page.getByRole("dialog").getByRole("button", { name: "Guardar" }).click();
    await expect(team.getByRole("listitem")).toContainText("/bienvenida");
    await page.getByRole("button", { name: "Más acciones para «/bienvenida»" }).press("Enter");
    await page.getByRole("menuitem", { name: "Borrar…" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Borrar la respuesta «/bienvenida»" });
    await expect(dialog).toContainText("Todo el equipo deja de tenerla.");
    await dialog.getByRole("button", { name: "Borrar" }).click();
    await expect(row).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Añadir al proyecto" })).toBeFocused();
    await expect(team.getByRole("listitem")).toHaveCount(0);
  });
});

test("what can't be loaded says so, and a project that isn't one's own too", async ({
  shop,
  visitAs,
}) => {
  const lucia = await shop.hire("Lucía Andrade");
  const page = await visitAs(lucia, "/conversations", { expectErrors: /status of 403/ });
  await page.route("**/api/canned-answers*", (route) =>
    route.fulfill({ status: 403, json: { error: { code: "forbidden", message: "No." } } }),
  );
  await page.getByRole("link", { name: "Respuestas rápidas" }).click();
  await expect(page.getByText("No se pudieron cargar las respuestas rápidas")).toBeVisible();
  await expectAccessible(page, "failed", [desktop]);
  await page.unroute("**/api/canned-answers*");
  await page.getByRole("button", { name: "Intentar otra vez" }).click();
  await expect(section(page, "Mías")).toContainText("no tienes ninguna");
  await page.goto(new URL("/answers?project=inventado", page.url()).href);
  await expect(page.getByText("no existe o no es tuyo")).toBeVisible();
  await expect(section(page, "Tienda Andina")).toBeVisible();
});
