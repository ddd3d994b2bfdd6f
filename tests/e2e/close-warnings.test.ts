import { desktop, expectAccessible, phone } from "../support/e2e-axe.ts";
import { choose, startClose } from "../support/e2e-close-dialog.ts";
import { closingSetup } from "../support/e2e-closing-setup.ts";
import { openDatabase } from "../support/e2e-database.ts";
import { expect, test } from "../support/e2e-test.ts";

test("what the customer writes while one is closing is told, and one may close all the same", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  const dialog = await startClose(page);
  const text = dialog.getByRole("textbox", { name: "Texto para el cliente" });
  await text.fill("Hasta luego");
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await shop.says(carla.id, "¡Espere, falta algo!");
  await expect(dialog.getByRole("alert")).toHaveText(
    "El cliente escribió mientras tanto: «¡Espere, falta algo!»",
  );
  await expect(text, "what was written stays").toHaveValue("Hasta luego");
  await expect(text).toBeFocused();
  shop.jelou.customerWrites(carla.id, { type: "sticker", content: { id: 1 } });
  await shop.jelou.settle();
  await expect(dialog.getByRole("alert")).toHaveText("El cliente envió 2 mensajes mientras tanto.");
  await expectAccessible(page, "the customer wrote meanwhile", [phone]);
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => carla.customerGot).toEqual({ type: "text", text: "Hasta luego" });
});

test("one is told that somebody else has it, and kept from closing it where the rules say so", async ({
  desk,
  shop,
  visitAs,
}) => {
  const setup = closingSetup(desk, shop);
  await setup.setRules({ undoMs: 0, closeOthers: false });
  const [bruno, lucia] = [await shop.hire("Bruno Paz"), await shop.hire("Lucía Andrade")];
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const { id } = await shop.onDesk(carla.id);
  openDatabase(desk).assign(id, bruno.id);
  const page = await visitAs(lucia, `/conversations/${id}`);
  await expect(page.getByRole("row", { name: "Carla Vega" })).toContainText("Bruno Paz");

  await test.step("forbidden", async () => {
    const dialog = await startClose(page);
    await choose(page, "Nada");
    await expect(dialog).toContainText(
      "La tiene Bruno Paz, y en este proyecto solo los supervisores cierran las de otros.",
    );
    for (const name of ["Cerrar y siguiente", "Cerrar"])
      await expect(dialog.getByRole("button", { name, exact: true }).last()).toBeDisabled();
    await expectAccessible(page, "forbidden by the rules", [desktop]);
    await page.keyboard.press("Control+Enter");
    await expect(dialog, "nor by the keys").toBeVisible();
  });

  await test.step("allowed as soon as the rules are changed", async () => {
    const dialog = page.getByRole("dialog");
    await setup.setRules({ closeOthers: true });
    await expect(dialog).toContainText("La tiene Bruno Paz.");
    expect(shop.closeCalls()).toEqual([]);
    await dialog.getByRole("button", { name: "Cerrar y siguiente" }).click();
    await expect.poll(() => shop.closeCalls()).toHaveLength(1);
  });

  await test.step("who has it isn't told so", async () => {
    const own = await shop.greet("Beto Ríos", { text: "Hola" });
    const { id: ownId } = await shop.onDesk(own.id);
    openDatabase(desk).assign(ownId, bruno.id);
    await setup.setRules({ closeOthers: false });
    const his = await visitAs(bruno, `/conversations/${ownId}`);
    const dialog = await startClose(his);
    await choose(his, "Nada");
    await expect(dialog).not.toContainText("La tiene");
    await dialog.getByRole("button", { name: "Cerrar y siguiente" }).click();
    await expect.poll(() => own.status).toBe("closed");
  });
});
