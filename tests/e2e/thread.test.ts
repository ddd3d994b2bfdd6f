import type { Locator, Page } from "@playwright/test";
import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { answerField, mode, noteField, textsTo } from "../support/e2e-composer.ts";
import { expect, test } from "../support/e2e-test.ts";

const log = (page: Page) => page.getByRole("log", { name: "Mensajes" });
const bubble = (page: Page, words: string) =>
  log(page).getByRole("article").filter({ hasText: words });

async function say(page: Page, text: string) {
  await answerField(page).fill(text);
  await answerField(page).press("Enter");
}

test("what goes out says how far it has come, and what failed says why and what one can do", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Mi pedido no llega" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();

  await test.step("on its way, queued behind it, sent", async () => {
    shop.jelou.faults.next({ on: "send", delayMs: 2_000 });
    await say(page, "uno");
    await say(page, "dos");
    await expect(bubble(page, "uno")).toContainText("Enviando…");
    await expect(bubble(page, "dos")).toContainText("En cola");
    await expect(bubble(page, "dos")).toContainText("Enviado");
    expect(textsTo(carla)).toEqual(["uno", "dos"]);
  });

  await test.step("tried again by itself", async () => {
    shop.jelou.faults.next({ on: "send", status: 500 }, 2);
    await say(page, "tres");
    await expect(bubble(page, "tres")).toContainText("Reintentando…");
    await expect(bubble(page, "tres")).toContainText("Enviado");
  });

  const row = page.getByRole("row", { name: "Carla Vega" });
  await test.step("refused: why, in the list too, and what is behind it waits", async () => {
    const body = { message: "Fuera de la ventana de 24 horas" };
    shop.jelou.faults.next({ on: "send", status: 422, body });
    await say(page, "cuatro");
    await say(page, "cinco");
    await expect(bubble(page, "cuatro")).toContainText(
      /No se envió.*Jelou encontró un error en los datos \(422\)\. Jelou dice: «Fuera de la ventana de 24 horas»/s,
    );
    await expect(bubble(page, "cinco")).toContainText("Espera al que no salió");
    await expect(row).toContainText("No enviado");
    await expectAccessible(page, "a failed message");
    await page.setViewportSize(phone);
    await expectNoSidewaysScroll(page);
    await page.setViewportSize(desktop);
  });

  await test.step("discarded it stays to be read, and the next one goes", async () => {
    shop.jelou.faults.next({ on: "send", status: 401 });
    await bubble(page, "cuatro").getByRole("button", { name: "Descartar" }).click();
    await expect(bubble(page, "cuatro")).toContainText("Descartado, no se envió");
    await expect(bubble(page, "cuatro").getByRole("button")).toHaveCount(0);
    await expect(bubble(page, "cinco")).toContainText("Jelou no acepta la firma de este proyecto");
  });

  await test.step("tried again it goes", async () => {
    await bubble(page, "cinco").getByRole("button", { name: "Reintentar" }).press("Enter");
    await expect(bubble(page, "cinco")).toContainText("Enviado");
    await expect(row).not.toContainText("No enviado");
    expect(textsTo(carla)).toEqual(["uno", "dos", "tres", "cinco"]);
  });
});

test("what the desk doesn't take stays with its words, to be tried again, copied or taken away", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"), "/conversations", {
    expectErrors: /status of 409/,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await page.getByRole("row", { name: "Carla Vega" }).click();
  const error = { code: "conflict", message: "This conversation is closed." };
  await page.route("**/messages", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 409, json: { error, reason: "no_secret" } })
      : route.continue(),
  );
  for (const text of ["uno", "dos"]) await say(page, text);
  const [one, two] = [bubble(page, "uno"), bubble(page, "dos")];
  await expect(one.getByRole("alert")).toContainText("No salió de este equipo");
  await expect(two.getByRole("alert")).toContainText("El proyecto no tiene secreto de firma");
  await expectAccessible(page, "not taken by the desk", [desktop]);
  await two.getByRole("button", { name: "Copiar" }).click();
  await expect(two.getByRole("button", { name: "Copiado" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("dos");
  await two.getByRole("button", { name: "Quitar" }).click();
  await expect(two).toHaveCount(0);
  await page.unroute("**/messages");
  await one.getByRole("button", { name: "Reintentar" }).click();
  await expect(one).toContainText("Enviado");
  await expect(one).toHaveCount(1);
  expect(textsTo(carla)).toEqual(["uno"]);
});

test("pictures, films, voices and files of the customer are shown in place, by the browser alone", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Mire" });
  const media = `${shop.jelou.url}/media/`;
  const all = [
    ["image", { url: `${media}guia.png`, caption: "La guía" }],
    ["image", { url: `${media}recibo.png` }],
    ["image", { url: `${media}nada.gif` }],
    ["video", { url: `${media}film.mp4`, mime_type: "video/mp4" }],
    ["audio", { url: `${media}nota.wav`, mime_type: "audio/wav" }],
    ["document", { url: `${media}factura.pdf`, filename: "factura noviembre.pdf" }],
  ] as const;
  for (const [type, content] of all) shop.jelou.customerWrites(carla.id, { type, content });
  await shop.jelou.settle();
  const { id } = await shop.onDesk(carla.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), "/conversations", {
    expectErrors: /status of 404/,
  });
  const referrers: (string | undefined)[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(media)) referrers.push(request.headers().referer);
  });
  // A film that is being loaded.
  await page.route("**/film.mp4", () => {});
  await page.goto(new URL(`/conversations/${id}`, page.url()).href);

  const picture = log(page).getByRole("button", { name: "Ver la imagen en grande: La guía" });
  await expect(picture.getByRole("img", { name: "La guía" })).toHaveJSProperty("naturalWidth", 480);
  await expect(bubble(page, "La imagen no se pudo cargar.").getByRole("link")).toHaveAttribute(
    "rel",
    "noopener noreferrer",
  );
  await expect(log(page).locator("video")).toHaveJSProperty("controls", true);
  const voice = log(page).locator("audio");
  await expect
    .poll(() => voice.evaluate((each: HTMLAudioElement) => each.duration))
    .toBeGreaterThan(1);
  const file = log(page).getByRole("link", { name: "factura noviembre.pdf PDF" });
  await expect(file).toHaveAttribute("href", `${media}factura.pdf`);
  await expect(file).toHaveAttribute("target", "_blank");
  expect(referrers.length).toBeGreaterThan(3);
  expect(new Set(referrers)).toEqual(new Set([undefined]));
  await expectAccessible(page, "media");

  await test.step("the pictures one by one, large, by keyboard", async () => {
    await picture.focus();
    await page.keyboard.press("Enter");
    const large = (n: number) => page.getByRole("dialog", { name: `Imagen ${n} de 3` });
    await expect(large(1).getByRole("img", { name: "La guía" })).toBeVisible();
    await expectAccessible(page, "a picture, large");
    await page.keyboard.press("ArrowRight");
    await expect(large(2).getByRole("img")).toBeVisible();
    await page.keyboard.press("ArrowRight");
    await expect(large(3)).toContainText("La imagen no se pudo cargar.");
    await page.keyboard.press("ArrowRight");
    await expect(large(3)).toBeVisible();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await expect(large(1).getByRole("link", { name: "Descargar" })).toHaveAttribute(
      "href",
      `${media}guia.png`,
    );
    await large(1).getByRole("button", { name: "Tamaño real" }).click();
    await expect(large(1).getByRole("button", { name: "Ajustar a la pantalla" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(picture).toBeFocused();
  });
});

test("a note has another face than what the customer gets, and names whom it calls", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const marta = await shop.hire("Marta Paz");
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await say(page, "Ya reviso");
  await mode(page, "Nota interna").click();
  await noteField(page).pressSequentially("@Mart");
  await expect(page.getByRole("option", { name: "Marta Paz" })).toBeVisible();
  await page.keyboard.press("Enter");
  await noteField(page).pressSequentially("mira con bodega");
  await page.keyboard.press("Enter");
  const note = bubble(page, "mira con bodega");
  await expect(note).toContainText("Nota interna");
  await expect(note.getByRole("strong")).toHaveText("@Marta Paz");
  const look = (each: Locator) =>
    each.evaluate((element) => {
      const { backgroundColor, borderStyle } = getComputedStyle(element);
      return `${backgroundColor} ${borderStyle}`;
    });
  expect(await look(note)).not.toBe(await look(bubble(page, "Ya reviso")));
  await expect.poll(() => textsTo(carla)).toEqual(["Ya reviso"]);
  await expectAccessible(page, "a note");

  const other = await visitAs(marta);
  const row = other.getByRole("row", { name: "Carla Vega" });
  await expect(row).toContainText("Te mencionaron");
  await row.click();
  await expect(bubble(other, "mira con bodega")).toContainText("Lucía Andrade");
  await expect(row).not.toContainText("Te mencionaron");
});
