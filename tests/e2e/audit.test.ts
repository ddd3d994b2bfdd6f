import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { expect, test } from "../support/e2e-test.ts";

const log = (page: Page) => page.getByRole("table", { name: "Acciones" });

test("an admin changes a role, finds it in the log, and takes the log along", async ({
  shop,
  visitAs,
}) => {
  test.slow();
  const person = await shop.hire("Ramiro Cueva");
  const page = await visitAs(await shop.hire("Aurora Vela", "admin"), "/admin/users");

  await test.step("the role is changed", async () => {
    await page.getByRole("button", { name: "Editar a Ramiro Cueva" }).click();
    const dialog = page.getByRole("dialog", { name: "Editar usuario" });
    await dialog.getByRole("combobox", { name: "Rol" }).selectOption("Supervisor");
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("the log says who, what and from where", async () => {
    await page.getByRole("link", { name: "Registro de auditoría" }).click();
    const row = log(page).getByRole("row", { name: /Cambió el usuario Ramiro Cueva/ });
    await expect(row).toContainText(/Aurora Vela.*Rol: Agente → Supervisor.*Hecho.*127\.0\.0\.1/s);
    await row.getByRole("button", { name: /^Detalles/ }).press("Enter");
    await expect(page.getByRole("definition").filter({ hasText: person.id })).toBeVisible();
    await expectAccessible(page, "the log with details open", [desktop]);
  });

  await test.step("filters stay in the address, over a reload", async () => {
    await page.getByRole("button", { name: "Sobre lo mismo" }).click();
    await expect(page).toHaveURL(new RegExp(`subject=${person.id}`));
    await page.getByRole("combobox", { name: "Sobre qué" }).selectOption("Usuarios");
    await expect(page).toHaveURL(/about=users/);
    await page.reload();
    await expect(log(page).getByRole("row")).toHaveCount(3);
    await expect(log(page)).toContainText(/Cambió el usuario.*Creó el usuario/s);
  });

  await test.step("the CSV holds what the filters leave, and is itself in the log", async () => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Descargar CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/Aurora Vela,user\.changed,done,user,.*Ramiro Cueva/);
    await page.getByRole("button", { name: "Quitar filtros" }).click();
    await expect(page).toHaveURL(/\/admin\/audit$/);
    await expect(log(page)).toContainText(/Aurora Vela.*Descargó este registro como CSV/s);
  });

  await test.step("on a phone it is a list of cards", async () => {
    await page.setViewportSize(phone);
    await expect(page.getByRole("list", { name: "Acciones" })).toContainText("Ramiro Cueva");
    await expectNoSidewaysScroll(page);
    await expectAccessible(page, "cards", [phone]);
  });
});
