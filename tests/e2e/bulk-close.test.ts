import { desktop, expectAccessible, phone } from "../support/e2e-axe.ts";
import {
  closeAll,
  greetMany,
  jobs,
  openForAll,
  progress,
  selection,
  tickBox,
} from "../support/e2e-bulk.ts";
import { closingSetup } from "../support/e2e-closing-setup.ts";
import { secrets } from "../support/e2e-shop.ts";
import { expect, test } from "../support/e2e-test.ts";

test("rows are ticked by pointer and keyboard, all that match are taken, and it is undone in time", async ({
  desk,
  shop,
  visitAs,
}) => {
  await closingSetup(desk, shop).setRules({ undoMs: 10_000 });
  await greetMany(shop, 120);
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  const { keyboard } = page;
  const ticked = selection(page).getByRole("status");

  await test.step("by pointer, a range with Shift", async () => {
    await tickBox(page, "Cliente 119").click();
    await expect(ticked).toHaveText("1 seleccionada");
    await tickBox(page, "Cliente 115").click({ modifiers: ["Shift"] });
    await expect(ticked).toHaveText("5 seleccionadas");
    await expect(tickBox(page, "Cliente 117")).toBeChecked();
    await expect(tickBox(page, "Cliente 120")).not.toBeChecked();
    await expect(page.getByText("Ninguna conversación abierta"), "no row was opened").toBeVisible();
    await selection(page).getByRole("button", { name: "Quitar la selección" }).click();
    await expect(selection(page)).toHaveCount(0);
  });

  await test.step("by the space bar, a range with Shift", async () => {
    const row = (name: string) => page.getByRole("row", { name });
    await row("Cliente 120").focus();
    await keyboard.press("Space");
    await expect(tickBox(page, "Cliente 120")).toBeChecked();
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    await expect(row("Cliente 118")).toBeFocused();
    await keyboard.press("Shift+Space");
    await expect(ticked).toHaveText("3 seleccionadas");
    await keyboard.press("Space");
    await expect(ticked).toHaveText("2 seleccionadas");
    await expect(page.getByText("Ninguna conversación abierta"), "no row was opened").toBeVisible();
  });

  await test.step("Ctrl+Enter closes those that are ticked, or all", async () => {
    await keyboard.press("Control+Enter");
    await expect(page.getByRole("dialog", { name: "Cerrar 2 conversaciones" })).toBeVisible();
    await keyboard.press("Escape");
    await selection(page)
      .getByRole("button", { name: "Seleccionar las 120 que coinciden" })
      .click();
    await expect(ticked).toHaveText("Las 120 que coinciden");
    await expectAccessible(page, "all are ticked", [desktop]);
    await keyboard.press("Control+Enter");
    await expect(page.getByRole("dialog", { name: "Cerrar 120 conversaciones" })).toBeVisible();
  });

  await test.step("one dialog for all, undone while it waits", async () => {
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Texto para el cliente" }).fill("Hasta luego");
    await dialog.getByRole("button", { name: "Cerrar las 120" }).click();
    await expect(jobs(page)).toContainText(/Se cierran 120 conversaciones en \d+ s/);
    await expect(selection(page), "nothing is ticked any more").toHaveCount(0);
    await jobs(page).getByRole("button", { name: "Deshacer" }).click();
    await expect(jobs(page)).toContainText("Detenido: 0 de 120");
    await expect(jobs(page)).toContainText("0 cerradas · 0 fallaron · 120 omitidas");
    expect(shop.closeCalls()).toEqual([]);
    await expect(page.getByRole("button", { name: "Por atender 120" })).toBeVisible();
  });
});

test("some are refused: why, one by one, and they alone are tried again", async ({
  desk,
  shop,
  visitAs,
}) => {
  const setup = closingSetup(desk, shop);
  const templateId = await setup.addTemplate("Despedida", { es: "Adiós, {{contact.name}}." });
  await setup.addReason("Fin de turno", { templateId });
  await setup.setRules({ undoMs: 1_000, requireReason: true });
  const customers = await greetMany(shop, 8);
  const body = { message: "El bot está en mantenimiento" };
  for (const { user } of customers.slice(2, 4))
    shop.jelou.faults.next({ on: "close", userId: user.id, status: 403, body });
  const page = await visitAs(await shop.hire("Lucía Andrade"));

  await test.step("one dialog, with each customer's own values", async () => {
    const dialog = await openForAll(page, "Cliente 008");
    await expect(dialog).toHaveAccessibleName("Cerrar 8 conversaciones");
    const group = dialog.getByRole("radiogroup", { name: "Motivo (obligatorio)" });
    await expect(group.getByRole("radio", { name: "Fin de turno" })).toBeFocused();
    await page.keyboard.press("Control+Enter");
    await expect(group).toHaveAccessibleDescription(
      "Este proyecto no cierra sin motivo. Elige uno.",
    );
    await page.keyboard.press("1");
    await expect(
      dialog.getByRole("region", { name: "Así lo ve cada cliente, con sus datos" }),
    ).toContainText("Adiós, [nombre del cliente].");
    await expectAccessible(page, "bulk dialog");
    await page.keyboard.press("Control+Enter");
    await expect(jobs(page)).toContainText("Terminado: 6 de 8");
    await expect(jobs(page)).toContainText("6 cerradas · 2 fallaron · 0 omitidas");
    expect(customers[0]?.customerGot).toEqual({ type: "text", text: "Adiós, Cliente 001." });
  });

  await test.step("the failed ones are ticked and say why", async () => {
    await expect(selection(page).getByRole("status")).toHaveText("2 seleccionadas");
    for (const name of ["Cliente 003", "Cliente 004"])
      await expect(tickBox(page, name)).toBeChecked();
    await expectAccessible(page, "an ended job", [desktop]);
    await jobs(page).getByRole("button", { name: "Detalle" }).click();
    const report = page.getByRole("dialog", { name: "Cierre de 8 conversaciones" });
    const lines = report.getByRole("list", { name: "Qué se ve" }).getByRole("listitem");
    await expect(report.getByRole("button", { name: "Fallaron 2" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await expect(lines).toHaveCount(2);
    for (const line of await lines.all())
      await expect(line).toContainText(
        /Cliente 00[34].*Jelou no la cerró.*Jelou no permite esta llamada a este proyecto \(403\)\. Jelou dice: «El bot está en mantenimiento»/s,
      );
    await expectAccessible(page, "report");
    await report.getByRole("button", { name: "Cerradas 6" }).click();
    await expect(lines).toHaveCount(6);
    await report.getByRole("button", { name: "Omitidas 0" }).click();
    await expect(report).toContainText("Ninguna está así.");
    await report.getByRole("button", { name: "Reintentar las 2 que fallaron" }).click();
    await expect(report).toHaveCount(0);
  });

  await test.step("tried again they close", async () => {
    await expect(jobs(page)).toContainText("8 cerradas · 0 fallaron · 0 omitidas");
    await expect.poll(() => customers.every(({ status }) => status === "closed")).toBe(true);
    expect(shop.closeCalls(), "none was called without need").toHaveLength(10);
    await jobs(page).getByRole("button", { name: "Cerrar" }).click();
    await expect(jobs(page)).toHaveCount(0);
    await page.reload();
    await expect(page.getByText("Todo atendido")).toBeVisible();
    await expect(jobs(page), "what was put aside stays so").toHaveCount(0);
  });
});

test("a job goes on over a reload and in another tab, and is stopped in the middle", async ({
  desk,
  shop,
  visitAs,
}) => {
  await closingSetup(desk, shop).setRules({ undoMs: 0 });
  // The latest come first.
  const held = await greetMany(shop, 15);
  const closed = await greetMany(shop, 5, 16);
  const headers = { "Retry-After": "60" };
  for (const { user } of held)
    shop.jelou.faults.always({ on: "close", userId: user.id, status: 429, headers });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await closeAll(page, await openForAll(page, "Cliente 020"));
  await expect(jobs(page)).toContainText("Cerrando: 5 de 20");
  await expect(progress(page)).toHaveAttribute("aria-valuemax", "20");
  await expectAccessible(page, "a job that goes on", [phone]);
  await page.reload();
  const other = await page.context().newPage();
  await other.goto(page.url());
  for (const tab of [page, other]) {
    await expect(jobs(tab).getByRole("status")).toHaveText("Cerrando: 5 de 20");
    await expect(progress(tab)).toHaveAttribute("aria-valuenow", "5");
  }
  const colleague = await visitAs(await shop.hire("Bruno Paz"));
  await expect(colleague.getByRole("row").first()).toBeVisible();
  await expect(jobs(colleague), "a job is its owner's affair").toHaveCount(0);

  await jobs(other).getByRole("button", { name: "Detener" }).click();
  for (const tab of [page, other]) {
    await expect(jobs(tab).getByRole("status")).toHaveText("Detenido: 5 de 20");
    await expect(jobs(tab)).toContainText("5 cerradas · 0 fallaron · 15 omitidas");
  }
  await jobs(page).getByRole("button", { name: "Detalle" }).click();
  const report = page.getByRole("dialog", { name: "Cierre de 20 conversaciones" });
  await report.getByRole("button", { name: "Omitidas 15" }).click();
  await expect(report.getByRole("listitem")).toHaveCount(15);
  await expect(
    report.getByRole("listitem").filter({ hasText: "Se detuvo antes de que llegara su turno." }),
  ).not.toHaveCount(0);
  expect(closed.every(({ status }) => status === "closed")).toBe(true);
  expect(held.every(({ status }) => status === "open")).toBe(true);
});

test("those of several projects say so, and a project that demands a reason is named", async ({
  desk,
  shop,
  visitAs,
}) => {
  const other = await shop.addProject("Otra tienda");
  await closingSetup(desk, shop).setRules({ undoMs: 0 });
  await closingSetup(desk, other).setRules({ undoMs: 0, requireReason: true });
  const lucia = await shop.hire("Lucía Andrade");
  const projectIds = [shop.projectId, other.projectId];
  await desk.admin.call("PATCH", `/api/users/${lucia.id}`, { projectIds });
  const ana = await shop.greet("Ana Mora");
  const beto = await shop.greet("Beto Ríos", { projectId: other.jelouProjectId });
  const page = await visitAs(lucia);
  for (const name of ["Ana Mora", "Beto Ríos"]) await tickBox(page, name).click();
  await expect(selection(page).getByRole("status")).toHaveText("2 seleccionadas");
  await selection(page).getByRole("button", { name: "Cerrar…" }).click();
  const dialog = page.getByRole("dialog", { name: "Cerrar 2 conversaciones" });
  await expect(dialog).toContainText("Son de varios proyectos.");
  await expect(dialog).toContainText(
    "Las de estos proyectos no se cerrarán, porque exigen un motivo: Otra tienda.",
  );
  await closeAll(page, dialog);
  await expect(jobs(page)).toContainText("1 cerrada · 1 falló · 0 omitidas");
  await jobs(page).getByRole("button", { name: "Detalle" }).click();
  const line = page.getByRole("dialog").getByRole("list", { name: "Qué se ve" });
  await expect(line).toContainText(/Beto Ríos.*El proyecto exige un motivo\./s);
  expect([ana.status, beto.status]).toEqual(["closed", "open"]);
});

test("five refusals of the credentials in a row pause it until there are new ones", async ({
  desk,
  shop,
  visitAs,
}) => {
  await closingSetup(desk, shop).setRules({ undoMs: 0 });
  await greetMany(shop, 20);
  shop.jelou.faults.always({ on: "close", status: 401 });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await closeAll(page, await openForAll(page, "Cliente 020"));
  await expect(jobs(page)).toContainText(
    "Pausado: Jelou rechazó cinco veces seguidas las credenciales de Tienda Andina. Al guardar unas nuevas, continúa.",
  );
  await expectAccessible(page, "a paused job", [desktop]);
  const refused = shop.closeCalls().length;
  expect(refused, "those that were under way too").toBeLessThan(9);
  shop.jelou.faults.clear();
  const { clientId, clientSecret } = secrets;
  const path = `/api/projects/${shop.projectId}/credentials`;
  await desk.admin.call("PUT", path, { kind: "basic", clientId, clientSecret });
  await expect(jobs(page)).not.toContainText("Pausado");
  await expect(jobs(page)).toContainText(
    `${20 - refused} cerradas · ${refused} fallaron · 0 omitidas`,
  );
  await expect(selection(page).getByRole("status")).toHaveText(`${refused} seleccionadas`);
});
