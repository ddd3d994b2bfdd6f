import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { expect, test } from "../support/e2e-test.ts";
import { sign } from "../support/jelou/sign.ts";
import { messagePayload } from "../support/payloads.ts";

const attack = `<img src=x onerror=alert(1)>"'><script>alert(2)</script>`;

test("an admin finds what was put aside, mends its cause, replays it and opens what it did", async ({
  desk,
  shop,
  visitAs,
}) => {
  const { projectId, jelouProjectId: wrong } = await shop.addProject("Tienda Equivocada");
  const right = `${wrong}-bien`;
  const post = (payload: object, secret = "el-secreto-de-firma") => {
    const body = JSON.stringify(payload);
    const headers = { "x-jelou-signature": sign(secret, Buffer.from(body)) };
    return fetch(`${desk.url}/api/webhooks/jelou/${wrong}`, { method: "POST", headers, body });
  };
  const contact = `593-${right}`;
  const ids = { project: right, conversation: `c-${right}`, contact, at: Date.now() - 60_000 };
  const message = messagePayload({ ...ids, name: "Carla Vega", body: attack });
  await post(message);
  await post(message);
  const forged = await post({ ...message, [attack]: attack }, "otro secreto");
  expect(forged.status).toBe(401);
  // What was refused is written down each second, and the page asks for its alarms once a minute.
  await expect
    .poll(async () => JSON.stringify(await desk.admin.call("GET", "/api/alarms")))
    .toContain(projectId);

  const alicia = await shop.hire("Alicia Dueña", "admin");
  const page = await visitAs(alicia, `/admin/deliveries?project=${projectId}`, {
    expectErrors: /status of 409/,
  });
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  const table = page.getByRole("table", { name: "Webhooks recibidos" });
  const row = table.getByRole("row").filter({ hasText: "Apartada" });
  const details = page.getByRole("dialog");

  await test.step("it stands in the list with its cause, and so does what was refused", async () => {
    await expect(row).toContainText(/El proyecto del cuerpo no es el de la dirección.*1 vez más/s);
    await expect(table.getByRole("row").filter({ hasText: "Rechazada" })).toContainText(
      "La firma no es la del secreto guardado",
    );
    const alarms = page.getByRole("region", { name: "Avisos" });
    await expect(alarms).toContainText(/Tienda Equivocada: 1 envío rechazado.*cambió el secreto/s);
    await expectAccessible(page, "the list", [desktop, phone]);
    for (const size of [phone, desktop]) {
      await page.setViewportSize(size);
      await expectNoSidewaysScroll(page);
    }
  });

  await test.step("bodies are text, those of strangers too", async () => {
    await table.getByRole("button", { name: "1 envío rechazado" }).click();
    await expect(details.getByRole("article")).toContainText(attack.slice(0, 12));
    await page.keyboard.press("Escape");
    await row.getByRole("button").click();
    await expect(details.getByRole("region", { name: "Cuerpo" })).toContainText("onerror=alert(1)");
    await expect(details).toContainText("sha256=…");
    await expectAccessible(page, "one delivery", [desktop, phone]);
    await page.setViewportSize(phone);
    await expectNoSidewaysScroll(page);
    await page.setViewportSize(desktop);
  });

  await test.step("before the fix it says what is still wrong", async () => {
    await details.getByRole("button", { name: "Procesar ahora" }).click();
    await expect(details.getByRole("alert")).toContainText("Todavía no se puede");
    await page.keyboard.press("Escape");
  });

  await test.step("the project gets its right id", async () => {
    await page.getByRole("link", { name: "Proyectos", exact: true }).click();
    const card = page.getByRole("listitem").filter({ hasText: "Tienda Equivocada" });
    await expect(card).toContainText("1 envío rechazado");
    await card.getByRole("heading", { name: "Tienda Equivocada" }).click();
    await card.getByRole("textbox", { name: "Id del proyecto en Jelou" }).fill(right);
    await card.getByRole("button", { name: "Guardar" }).first().click();
    await expect(card.getByText(`/api/webhooks/jelou/${right}`).first()).toBeVisible();
  });

  await test.step("then it is taken, and leads to the conversation that it made", async () => {
    await page.getByRole("link", { name: /^Webhooks/ }).click();
    await page.getByRole("searchbox", { name: "Buscar por id de Jelou" }).fill(contact);
    await expect(table.getByRole("row")).toHaveCount(2);
    await row.getByRole("button").click();
    await details.getByRole("button", { name: "Procesar ahora" }).click();
    await expect(details.getByText("Procesada: ya tuvo su efecto.")).toBeVisible();
    await details.getByRole("link", { name: "Conversación de Carla Vega" }).click();
    const said = page.getByRole("log", { name: "Mensajes" });
    await expect(said.getByText(attack)).toBeVisible();
    expect(dialogs).toBe(0);
  });
});
