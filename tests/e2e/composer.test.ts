import { expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { answerField, composer, mode, noteField, send, textsTo } from "../support/e2e-composer.ts";
import { expect, test } from "../support/e2e-test.ts";

const thread = "Mensajes";

test("a shift's answers by keyboard: in their order, as many as one types, to this customer alone", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Mi pedido no llega" });
  const beto = await shop.greet("Beto Ríos", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  const { keyboard } = page;
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await expect(composer(page)).toContainText(/Quedan 23 h 5\d min/);

  await test.step("r leads there, Enter sends, the field stays and is empty", async () => {
    await page.getByRole("log", { name: thread }).focus();
    await keyboard.press("r");
    await expect(answerField(page)).toBeFocused();
    for (const text of ["uno", "dos", "tres", "cuatro"]) {
      await keyboard.type(text);
      await keyboard.press("Enter");
    }
    await expect(answerField(page)).toBeFocused();
    await expect(answerField(page)).toHaveValue("");
    await expect.poll(() => textsTo(carla)).toEqual(["uno", "dos", "tres", "cuatro"]);
  });

  await test.step("Shift+Enter makes a line, Ctrl+Enter does nothing, an input method's Enter neither", async () => {
    await keyboard.type("primera línea");
    await keyboard.press("Shift+Enter");
    await keyboard.type("segunda");
    await keyboard.press("Control+Enter");
    await answerField(page).dispatchEvent("keydown", { key: "Enter", isComposing: true });
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(answerField(page)).toHaveValue("primera línea\nsegunda");
    await keyboard.press("Enter");
    await expect.poll(() => textsTo(carla).at(-1)).toBe("primera línea\nsegunda");
  });

  await test.step("Escape leaves the field, and the keys mean what they mean elsewhere again", async () => {
    await keyboard.press("Escape");
    await expect(answerField(page)).not.toBeFocused();
    await keyboard.press("n");
    await expect(noteField(page)).toBeFocused();
  });

  await test.step("with the other preference Enter makes a line and Ctrl+Enter sends", async () => {
    const body = JSON.stringify({ preferences: { sendKey: "ctrl-enter" } });
    await page.evaluate(
      (chosen) =>
        fetch("/api/account", {
          method: "PATCH",
          headers: { "content-type": "application/json" },
          body: chosen,
        }),
      body,
    );
    await page.reload();
    await answerField(page).fill("a");
    await keyboard.press("Enter");
    await keyboard.type("b");
    await keyboard.press("Control+Enter");
    await expect.poll(() => textsTo(carla).at(-1)).toBe("a\nb");
  });
  expect(textsTo(beto)).toEqual([]);
});

test("a draft outlives a reload, another browser, another conversation and a close", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  await shop.greet("Beto Ríos", { text: "Buenas" });
  const { id } = await shop.onDesk(carla.id);
  const lucia = await shop.hire("Lucía Andrade");
  // Signing out in one browser ends the session that the other one has been given as well.
  const expectErrors = /status of 401/;
  const page = await visitAs(lucia, `/conversations/${id}`, { expectErrors });
  await answerField(page).fill("Lo estoy mirando");
  await mode(page, "Nota interna").click();
  await noteField(page).fill("Ya llamó dos veces");

  await test.step("each by itself, after a reload at once", async () => {
    await page.reload();
    await expect(answerField(page)).toHaveValue("Lo estoy mirando");
    await mode(page, "Nota interna").click();
    await expect(noteField(page)).toHaveValue("Ya llamó dos veces");
  });

  await test.step("not in another conversation", async () => {
    await page.getByRole("row", { name: "Beto Ríos" }).click();
    await expect(answerField(page)).toHaveValue("");
    await page.getByRole("row", { name: "Carla Vega" }).click();
    await expect(answerField(page)).toHaveValue("Lo estoy mirando");
  });

  const phonePage = await visitAs(lucia, `/conversations/${id}`, {
    viewport: phone,
    expectErrors,
  });
  await test.step("on another device, which goes on from it", async () => {
    await expect(answerField(phonePage)).toHaveValue("Lo estoy mirando");
    const saved = phonePage.waitForResponse(
      (response) => response.url().endsWith("/drafts/answer") && response.status() === 204,
    );
    await answerField(phonePage).fill("Lo estoy mirando desde el bus");
    await saved;
    await page.reload();
    await expect(answerField(page)).toHaveValue("Lo estoy mirando desde el bus");
  });

  await test.step("the close shuts the answers and keeps the draft", async () => {
    await shop.closeFromAfar(carla.id);
    await expect(composer(page)).toContainText("no salen más respuestas");
    await expect(composer(page)).toContainText("Tu borrador sigue guardado");
    await expect(answerField(page)).toHaveCount(0);
    await mode(page, "Nota interna").click();
    await noteField(page).press("Enter");
    await expect(page.getByRole("log", { name: thread })).toContainText("Ya llamó dos veces");
    await page.reload();
    await expect(composer(page)).toContainText("Tu borrador sigue guardado");
  });

  await test.step("whoever signs out leaves nothing in the browser", async () => {
    const kept = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("writing")));
    expect(await kept()).not.toEqual([]);
    await page.getByRole("button", { name: "Cuenta: Lucía Andrade" }).click();
    await page.getByRole("menuitem", { name: "Cerrar sesión" }).click();
    await expect(page).toHaveURL(/\/login$/);
    expect(await kept()).toEqual([]);
  });
});

test("a canned answer by keyboard, filled in; what nobody knows is never sent in braces", async ({
  desk,
  shop,
  visitAs,
}) => {
  for (const [shortcut, text] of [
    ["saludo", "Hola {{contact.name}}, soy {{agent.name}}."],
    ["salida", "Hasta luego."],
  ])
    await desk.admin.call("POST", "/api/canned-answers", {
      projectId: shop.projectId,
      shortcut,
      text,
    });
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  const { keyboard } = page;
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await answerField(page).focus();

  await test.step("typed in one go", async () => {
    await keyboard.type("/salu");
    await expect(page.getByRole("option")).toHaveCount(1);
    await expect(answerField(page)).toHaveAttribute("aria-activedescendant", /.+/);
    await keyboard.press("Enter");
    await expect(answerField(page)).toHaveValue("Hola Carla Vega, soy Lucía Andrade.");
    expect(textsTo(carla)).toEqual([]);
    await keyboard.press("Control+z");
    await expect(answerField(page)).toHaveValue("/salu");
    await keyboard.press("End");
    await expect(page.getByRole("option")).toHaveCount(1);
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await expect.poll(() => textsTo(carla)).toEqual(["Hola Carla Vega, soy Lucía Andrade."]);
  });

  await test.step("arrows choose, Escape keeps what one typed", async () => {
    await keyboard.type("Bueno /sal");
    await keyboard.press("ArrowDown");
    await expect(page.getByRole("option", { selected: true })).toContainText("/salida");
    await keyboard.press("Escape");
    await expect(page.getByRole("listbox")).toHaveCount(0);
    await expect(answerField(page)).toHaveValue("Bueno /sal");
    await expect(answerField(page)).toBeFocused();
  });

  await test.step("braces that are left hold it back", async () => {
    await answerField(page).fill("Hola {{contact.name}}, ¿qué tal?");
    await keyboard.press("Enter");
    await expect(composer(page).getByRole("alert")).toContainText("Falta completar");
    const marked = await answerField(page).evaluate((field: HTMLTextAreaElement) =>
      field.value.slice(field.selectionStart, field.selectionEnd),
    );
    expect(marked).toBe("{{contact.name}}");
    await keyboard.type("amiga");
    await keyboard.press("Enter");
    await expect.poll(() => textsTo(carla).at(-1)).toBe("Hola amiga, ¿qué tal?");
  });
});

test("a note with a mention stays in the team, whatever the answer's draft says", async ({
  shop,
  visitAs,
}) => {
  const carla = await shop.greet("Carla Vega", { text: "Hola" });
  const [lucia] = await Promise.all([shop.hire("Lucía Andrade"), shop.hire("Ana Mora")]);
  const page = await visitAs(lucia);
  const { keyboard } = page;
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await answerField(page).fill("Esto es para Carla");
  await mode(page, "Nota interna").click();
  await expect(noteField(page)).toBeFocused();
  await expect(noteField(page)).toHaveValue("");
  await expect(send(page)).toHaveCount(0);
  await keyboard.type("Ojo @an");
  await expect(page.getByRole("option", { name: "Ana Mora" })).toBeVisible();
  await keyboard.press("Enter");
  await expect(noteField(page)).toHaveValue("Ojo @Ana Mora ");
  await expect(noteField(page)).toHaveAccessibleDescription(/Avisa a Ana Mora/);
  const posted = page.waitForRequest((request) => request.url().endsWith("/notes"));
  await keyboard.type("esto va lento");
  await keyboard.press("Enter");
  expect((await posted).postDataJSON()).toMatchObject({
    text: "Ojo @Ana Mora esto va lento",
    mentions: [expect.any(String)],
  });
  await expect(page.getByRole("log", { name: thread })).toContainText("esto va lento");
  await mode(page, "Responder").click();
  await expect(answerField(page)).toHaveValue("Esto es para Carla");
  await keyboard.press("Enter");
  await expect.poll(() => textsTo(carla)).toEqual(["Esto es para Carla"]);
});

test("everybody can use it: each of its faces, small and large, light and dark", async ({
  shop,
  visitAs,
}) => {
  test.slow();
  const carla = await shop.greet("Carla Vega", {
    text: "Hola",
    at: Date.now() - 25 * 3_600_000,
  });
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await shop.hire("Ana Mora");
  await page.getByRole("row", { name: "Carla Vega" }).click();
  await answerField(page).fill("a".repeat(4_100));
  await answerField(page).press("Enter");
  await expect(composer(page).getByRole("alert")).toContainText("demasiado largo");
  await expect(composer(page)).toContainText("4100 de 4096");
  await expectAccessible(page, "too long");
  await answerField(page).fill("/");
  await expect(composer(page)).toContainText("Todavía no hay respuestas rápidas");
  await expectAccessible(page, "no canned answers");
  await answerField(page).fill("");

  await composer(page).getByRole("button", { name: "Emojis" }).press("Enter");
  const panel = page.getByRole("dialog", { name: "Emojis" });
  await expect(panel.getByRole("combobox", { name: "Buscar" })).toBeFocused();
  await page.keyboard.type("paquete");
  await expect(panel.getByRole("option").first()).toBeVisible();
  await expectAccessible(page, "emoji");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(answerField(page)).toHaveValue(/^📦/);
  await expect(answerField(page)).toBeFocused();

  await mode(page, "Nota interna").click();
  await page.keyboard.type("@");
  await expect(page.getByRole("listbox", { name: "Personas del proyecto" })).toBeVisible();
  await expectAccessible(page, "note with people");
  await page.keyboard.press("Enter");
  await expectAccessible(page, "note");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await mode(page, "Responder").click();
  await expectNoSidewaysScroll(page);
  await shop.closeFromAfar(carla.id);
  await expect(composer(page)).toContainText("no salen más respuestas");
  await expectAccessible(page, "shut");
});
