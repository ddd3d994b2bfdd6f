import { expectAccessible } from "../support/e2e-axe.ts";
import {
  answerField,
  composer,
  drop,
  mode,
  paste,
  pdf,
  screenshot,
  send,
  sentTo,
} from "../support/e2e-composer.ts";
import { expect, test } from "../support/e2e-test.ts";

const files = "Archivos para enviar";

test("a pasted screenshot and a dropped PDF go with the text as the first one's caption", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "¿Me manda la factura?" });
  await shop.greet("Beto Ríos", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  const tray = page.getByRole("list", { name: files });

  await test.step("a drop has a face, and a note takes none", async () => {
    await mode(page, "Nota interna").click();
    await drop(page.getByRole("log", { name: "Mensajes" }), [pdf], { onlyHold: true });
    await expect(composer(page)).toContainText("Las notas llevan solo texto");
    await drop(page.getByRole("log", { name: "Mensajes" }), [pdf]);
    await expect(tray).toHaveCount(0);
    await mode(page, "Responder").click();
    await drop(page.getByRole("log", { name: "Mensajes" }), [pdf], { onlyHold: true });
    await expect(composer(page)).toContainText("Suelta aquí");
  });

  await test.step("each has its chip, and waits in this conversation while one looks at another", async () => {
    await paste(answerField(page), [screenshot]);
    await drop(page.getByRole("log", { name: "Mensajes" }), [pdf]);
    await expect(tray.getByRole("listitem")).toHaveCount(2);
    await expect(tray.getByRole("progressbar")).toHaveCount(0);
    await page.getByRole("row", { name: "Beto Ríos" }).click();
    await expect(answerField(page)).toBeVisible();
    await expect(tray).toHaveCount(0);
    await page.getByRole("row", { name: "Carla Vega" }).click();
    await expect(tray.getByRole("listitem")).toHaveCount(2);
    await expectAccessible(page, "files");
  });

  await answerField(page).fill("Aquí está");
  await answerField(page).press("Enter");
  await expect(tray).toHaveCount(0);
  await expect(answerField(page)).toHaveValue("");
  await expect.poll(() => sentTo(carla)).toHaveLength(2);
  expect(sentTo(carla)).toEqual([
    {
      type: "image",
      content: expect.objectContaining({
        url: expect.stringMatching(/^http/),
        mime_type: "image/png",
        caption: "Aquí está",
      }),
    },
    {
      type: "document",
      content: expect.objectContaining({
        url: expect.stringMatching(/^http/),
        mime_type: "application/pdf",
        filename: "factura.pdf",
      }),
    },
  ]);
});

test("an upload says what is wrong, is cancelled, is tried again, and holds the answer meanwhile", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"), "/conversations", {
    expectErrors: /ERR_FAILED/,
  });
  await page.getByRole("row", { name: "Carla Vega" }).click();
  const chip = (name: string) =>
    page.getByRole("list", { name: files }).getByRole("listitem").filter({ hasText: name });

  await test.step("what is empty or too large is never sent", async () => {
    const picker = page.locator("input[type=file]");
    await picker.setInputFiles([
      { name: "vacio.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
      { name: "grande.png", mimeType: "image/png", buffer: Buffer.alloc(5 * 1024 ** 2 + 1) },
    ]);
    await expect(chip("vacio.txt")).toContainText("está vacío");
    await expect(chip("grande.png")).toContainText("5 MB por imagen");
    await answerField(page).fill("Hola");
    await answerField(page).press("Enter");
    await expect(composer(page).getByRole("alert").first()).toBeVisible();
    await expect(answerField(page)).toHaveValue("Hola");
    await page.getByRole("button", { name: "Quitar vacio.txt" }).click();
    await page.getByRole("button", { name: "Quitar grande.png" }).click();
  });

  await test.step("one that is on its way is cancelled", async () => {
    await page.route("**/api/uploads", () => {});
    await paste(answerField(page), [screenshot]);
    await expect(chip("image.png").getByRole("progressbar")).toBeVisible();
    await answerField(page).press("Enter");
    await expect(composer(page).getByRole("alert")).toContainText("todavía se están subiendo");
    await page.getByRole("button", { name: "Cancelar la subida de image.png" }).click();
    await expect(chip("image.png")).toHaveCount(0);
    await page.unroute("**/api/uploads");
  });

  await test.step("one that the network lost goes the second time", async () => {
    await page.route("**/api/uploads", (route) => route.abort(), { times: 1 });
    await paste(answerField(page), [screenshot]);
    await expect(chip("image.png").getByRole("alert")).toContainText("falló la conexión");
    await page.getByRole("button", { name: "Subir otra vez image.png" }).click();
    await expect(chip("image.png").getByRole("alert")).toHaveCount(0);
    await expect(chip("image.png").getByRole("progressbar")).toHaveCount(0);
    await send(page).click();
    await expect.poll(() => sentTo(carla)).toHaveLength(1);
    expect(sentTo(carla)[0]?.content).toMatchObject({ caption: "Hola" });
  });
});

test("send and close with a file: the file goes first, then the text closes", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "¿Me manda la factura?" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await paste(answerField(page), [pdf]);
  await answerField(page).fill("Aquí está. ¡Que le vaya bien!");
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  await answerField(page).press("Control+Shift+Enter");
  await expect.poll(() => shop.closeCalls()).toHaveLength(1);
  expect(sentTo(carla)).toMatchObject([{ type: "document" }]);
  expect(sentTo(carla)[0]?.content).not.toHaveProperty("caption");
  expect(carla.customerGot).toEqual({ type: "text", text: "Aquí está. ¡Que le vaya bien!" });
});
