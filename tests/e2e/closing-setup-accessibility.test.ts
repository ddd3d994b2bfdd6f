import { expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { expect, test } from "../support/e2e-test.ts";

test("the set-up and its dialogs are for everybody", async ({ desk, shop, visitAs }) => {
  test.slow();
  const path = `/api/projects/${shop.projectId}`;
  const sofia = await shop.hire("Sofía Supervisora", "supervisor");
  const page = await visitAs(sofia, "/admin/closing");
  await expect(page.getByRole("region", { name: "Motivos" })).toContainText(
    "Todavía no hay motivos",
  );
  await expectAccessible(page, "empty set-up");
  const texts = { es: "Gracias, {{contact.name}}", en: "Thanks" };
  const template = await desk.admin.call("POST", `${path}/close-templates`, {
    name: "Recordatorio de que el pedido sigue su curso y llegará en los próximos días hábiles",
    texts,
  });
  await desk.admin.call("POST", `${path}/close-routes`, { name: "Encuesta", skillId: 12 });
  const templateId = template.id;
  await desk.admin.call("POST", `${path}/close-reasons`, { name: "Resuelto", templateId });
  await desk.admin.call("POST", `${path}/close-reasons`, { name: "Spam", active: false });
  const warning = { minutesBefore: 5, text: "¿Sigues ahí?" };
  await desk.admin.call("PATCH", path, {
    requireReason: true,
    defaultMessage: { type: "template", templateId },
    autoClose: { afterMinutes: 90, warning },
  });
  await expect(page.getByRole("region", { name: "Cierre automático" })).toContainText(
    "Son 1 hora 30 minutos",
  );
  await expectAccessible(page, "set-up");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  for (const [button, dialog] of [
    ["Editar «Resuelto»", "Editar motivo"],
    ["Editar «Recordatorio", "Editar plantilla"],
    ["Editar «Encuesta»", "Editar ruta"],
  ] as const) {
    await page.getByRole("button", { name: button }).click();
    await expect(page.getByRole("dialog", { name: dialog })).toBeVisible();
    if (dialog === "Editar plantilla") {
      const text = page.getByRole("textbox", { name: "Texto (Español)" });
      await text.fill("{{contact.nombre}}");
      await page.getByRole("dialog").getByRole("button", { name: "Guardar" }).click();
    }
    await expectAccessible(page, dialog);
    await page.setViewportSize(phone);
    await expectNoSidewaysScroll(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog", { name: dialog })).toHaveCount(0);
  }
  await page.getByRole("button", { name: "Más acciones para «Encuesta»" }).click();
  await page.getByRole("menuitem", { name: "Borrar…" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page, "delete");
});
