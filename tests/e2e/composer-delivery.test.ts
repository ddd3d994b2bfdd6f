import { toasts } from "../support/e2e-close-dialog.ts";
import { answerField, composer, textsTo } from "../support/e2e-composer.ts";
import { expect, test } from "../support/e2e-test.ts";

const thread = "Mensajes";

test("somebody answers while one writes: one is told, and presses once more", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const { id } = await shop.onDesk(carla.id);
  const [lucia, ana] = await Promise.all([shop.hire("Lucía Andrade"), shop.hire("Ana Mora")]);
  const [page, other] = await Promise.all([
    visitAs(lucia, `/conversations/${id}`),
    visitAs(ana, `/conversations/${id}`),
  ]);
  await answerField(page).fill("Buenas, ya miro");
  await answerField(other).fill("Hola Carla, yo te ayudo");
  await answerField(other).press("Enter");
  await expect(composer(page).getByRole("alert")).toContainText(
    "Ana Mora respondió mientras escribías: Hola Carla, yo te ayudo",
  );
  await answerField(page).press("Enter");
  const anyway = composer(page).getByRole("button", { name: "Enviar de todos modos" });
  await expect(anyway).toBeVisible();
  await expect(answerField(page)).toHaveValue("Buenas, ya miro");
  await expect.poll(() => textsTo(carla)).toEqual(["Hola Carla, yo te ayudo"]);
  await anyway.click();
  await expect.poll(() => textsTo(carla)).toEqual(["Hola Carla, yo te ayudo", "Buenas, ya miro"]);
  await answerField(page).fill("Otra cosa");
  await expect(composer(page).getByRole("alert")).toHaveCount(0);
});

test("what is written while the desk can't be reached is kept through a reload, and goes in its order", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"), "/conversations", {
    expectErrors: /ERR_FAILED|Failed to fetch/,
  });
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await expect(answerField(page)).toBeVisible();
  await page.route("**/messages", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await answerField(page).fill("primero");
  await answerField(page).press("Enter");
  await answerField(page).fill("segundo");
  await answerField(page).press("Enter");
  const log = page.getByRole("log", { name: thread });
  await expect(log).toContainText("segundo");
  await page.reload();
  await expect(log.getByRole("article").filter({ hasText: "primero" })).toHaveCount(1);
  await expect(log).toContainText("segundo");
  expect(textsTo(carla)).toEqual([]);
  await page.unroute("**/messages");
  await expect.poll(() => textsTo(carla)).toEqual(["primero", "segundo"]);
  await page.reload();
  await expect(log.getByRole("article").filter({ hasText: "primero" })).toHaveCount(1);
});

test("send and close: at once with undo and on to the next, or by the dialog where a reason is due", async ({
  desk,
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  await shop.greet("Beto Ríos", { text: "Buenas" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  const row = (name: string) => page.getByRole("row", { name });

  await test.step("undone, the text is back", async () => {
    await row("Carla Vega").click();
    await answerField(page).fill("Listo, ¡que le vaya bien!");
    await answerField(page).press("Control+Shift+Enter");
    await expect(toasts(page)).toContainText("Por cerrar");
    await expect(row("Beto Ríos")).toBeFocused();
    await toasts(page).getByRole("button", { name: "Deshacer" }).click();
    await expect(row("Carla Vega")).not.toContainText("Por cerrar");
    await row("Carla Vega").click();
    await expect(answerField(page)).toHaveValue("Listo, ¡que le vaya bien!");
    expect(shop.closeCalls()).toEqual([]);
    await page.reload();
    await expect(answerField(page)).toHaveValue("Listo, ¡que le vaya bien!");
  });

  await test.step("where a reason is due the dialog has the text", async () => {
    await desk.admin.call("POST", `/api/projects/${shop.projectId}/close-reasons`, {
      name: "Resuelto",
    });
    await desk.admin.call("PATCH", `/api/projects/${shop.projectId}`, { requireReason: true });
    await page.reload();
    await composer(page).getByRole("button", { name: "Enviar y cerrar" }).click();
    const dialog = page.getByRole("dialog", { name: /^Cerrar la conversación con Carla/ });
    await expect(dialog.getByRole("textbox", { name: "Texto para el cliente" })).toHaveValue(
      "Listo, ¡que le vaya bien!",
    );
    await dialog.getByRole("radio", { name: "Resuelto" }).check({ force: true });
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => shop.closeCalls()).toHaveLength(1);
    expect(carla.customerGot).toEqual({ type: "text", text: "Listo, ¡que le vaya bien!" });
  });

  await test.step("then there is nothing left to send", async () => {
    const { id } = await shop.onDesk(carla.id);
    await page.goto(`${desk.url}/conversations/${id}`);
    await expect(composer(page)).toContainText("no salen más respuestas");
    await expect(composer(page)).not.toContainText("borrador");
    await desk.admin.call("PATCH", `/api/projects/${shop.projectId}`, { requireReason: false });
  });
});

test("Jelou refuses one: its bubble says so, holds the next, and goes when tried again", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  shop.jelou.faults.next({ on: "send", status: 422 });
  await answerField(page).fill("uno");
  await answerField(page).press("Enter");
  const bubble = page.getByRole("article").filter({ hasText: "uno" });
  await expect(bubble.getByRole("button", { name: "Reintentar" })).toBeVisible();
  await answerField(page).fill("dos");
  await answerField(page).press("Enter");
  await expect(page.getByRole("article").filter({ hasText: "dos" })).toBeVisible();
  expect(textsTo(carla)).toEqual([]);
  await bubble.getByRole("button", { name: "Reintentar" }).click();
  await expect.poll(() => textsTo(carla)).toEqual(["uno", "dos"]);
});
