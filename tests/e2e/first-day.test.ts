import { startDesk } from "../support/e2e-desk.ts";
import { secrets } from "../support/e2e-shop.ts";
import { test as base, expect } from "../support/e2e-test.ts";
import { startSandbox } from "../support/jelou/sandbox.ts";

const test = base.extend<{ emptyDesk: Awaited<ReturnType<typeof startDesk>> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  emptyDesk: async ({}, use) => {
    const desk = await startDesk();
    await use(desk);
    await desk.remove();
  },
});

test("from an empty desk to an agent who sees a customer", async ({ emptyDesk, visit }) => {
  test.slow();
  const jelou = await startSandbox();
  const webhookUrl = `${emptyDesk.url}/api/webhooks/jelou/tienda-1`;
  jelou.addProject({ id: "tienda-1", ...secrets, webhookUrl });
  const page = await visit(emptyDesk.url, {
    permissions: ["clipboard-read", "clipboard-write"],
    expectErrors: /status of 400.*\/api\/projects$|status of 401.*\/api\/users$/,
  });

  await test.step("the link in the log makes the first admin", async () => {
    const [link = ""] = /http\S+\/setup\?token=[\w-]+/.exec(emptyDesk.output()) ?? [];
    await page.goto(link);
    await page.getByRole("textbox", { name: "Nombre" }).fill("Alicia Dueña");
    await page.getByRole("textbox", { name: "Correo electrónico" }).fill("alicia@example.com");
    await page.getByLabel("Contraseña").fill("una-clave-larga");
    await page.getByRole("button", { name: "Crear y entrar" }).click();
    await expect(page.getByText("Todavía no hay proyectos")).toBeVisible();
  });

  await test.step("a project is added", async () => {
    await page.getByRole("button", { name: "Añadir proyecto" }).click();
    const dialog = page.getByRole("dialog", { name: "Añadir un proyecto" });
    await dialog.getByRole("textbox", { name: "Nombre" }).fill("Tienda Andina");
    await dialog.getByRole("textbox", { name: "Id del proyecto en Jelou" }).fill("tienda-1");
    await dialog.getByRole("textbox", { name: "Dirección de la API" }).fill("http://example.com");
    await dialog.getByRole("button", { name: "Añadir" }).click();
    await expect(dialog.getByText("Mostrador no puede llamar a esta dirección.")).toBeVisible();
    await dialog.getByRole("textbox", { name: "Dirección de la API" }).fill(jelou.gatewayUrl);
    await dialog.getByRole("button", { name: "Añadir" }).click();
    await expect(page.getByRole("heading", { name: "Tienda Andina" })).toBeVisible();
  });

  await test.step("its credentials are saved and tried", async () => {
    const section = page.getByRole("region", { name: "Credenciales" });
    const save = async (clientSecret: string) => {
      await section.getByRole("textbox", { name: "Client id" }).fill(secrets.clientId);
      await section.getByLabel("Client secret").fill(clientSecret);
      await section.getByRole("button", { name: "Guardar" }).click();
      await expect(section.getByText(`termina en ${clientSecret.slice(-4)}`)).toBeVisible();
      await section.getByRole("button", { name: "Probar credenciales" }).click();
    };
    await save("no-es-el-secreto-9999");
    await expect(section.getByText("Jelou no las acepta (401).")).toBeVisible();
    await save(secrets.clientSecret);
    await expect(section.getByText("Jelou las acepta, según parece.")).toBeVisible();
    expect(jelou.conversations(), "a trial closes nothing").toEqual([]);
  });

  await test.step("the signing secret is saved and the webhook address copied", async () => {
    const section = page.getByRole("region", { name: "Webhook" });
    await section.getByLabel("Secreto de firma").fill(secrets.signingSecret);
    await section.getByRole("button", { name: "Guardar" }).click();
    await expect(section.getByText("Guardado, termina en irma")).toBeVisible();
    await expect(section.getByLabel("Secreto de firma")).toHaveValue("");
    await section.getByRole("button", { name: "Copiar" }).click();
    await expect(section.getByRole("button", { name: "Copiado" })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(webhookUrl);
  });

  await test.step("an agent is added, and the admin signs out", async () => {
    await page.getByRole("link", { name: "Usuarios" }).click();
    await page.getByRole("button", { name: "Añadir usuario" }).click();
    const dialog = page.getByRole("dialog", { name: "Añadir un usuario" });
    const email = dialog.getByRole("textbox", { name: "Correo electrónico" });
    await email.fill("sin arroba");
    await dialog.getByRole("button", { name: "Guardar" }).click();
    const name = dialog.getByRole("textbox", { name: "Nombre" });
    await expect(name).toBeFocused();
    await expect(name).toHaveAccessibleDescription("Este campo es obligatorio.");
    await expect(email).toHaveAccessibleDescription("Este correo no es válido.");
    await name.fill("Lucía Andrade");
    await email.fill("lucia@example.com");
    await dialog.getByRole("checkbox", { name: "Tienda Andina" }).check({ force: true });
    await dialog.getByLabel("Contraseña").fill("otra-clave-larga");
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await expect(page.getByText("lucia@example.com")).toBeVisible();
    await page.getByRole("button", { name: "Cuenta: Alicia Dueña" }).click();
    await page.getByRole("menuitem", { name: "Cerrar sesión" }).click();
    await expect(page).toHaveURL(`${emptyDesk.url}/login`);
  });

  await test.step("the agent signs in and a customer arrives", async () => {
    await page.getByRole("textbox", { name: "Correo electrónico" }).fill("lucia@example.com");
    await page.getByLabel("Contraseña").fill("otra-clave-larga");
    await page.getByRole("button", { name: "Entrar" }).click();
    await expect(page.getByText("Todo atendido")).toBeVisible();
    await expect(page.getByRole("link", { name: "Proyectos" })).toHaveCount(0);
    jelou.startConversation({ projectId: "tienda-1", userName: "Rosa Chávez" });
    await expect(page.getByRole("row", { name: "Rosa Chávez" })).toBeVisible();
  });
  await jelou.close();
});

test("a set-up link that isn't the one in the log makes nobody an admin", async ({
  emptyDesk,
  visit,
}) => {
  const page = await visit(`${emptyDesk.url}/setup?token=inventado`, { expectErrors: /403/ });
  await page.getByRole("textbox", { name: "Nombre" }).fill("Mallory");
  await page.getByRole("textbox", { name: "Correo electrónico" }).fill("mallory@example.com");
  await page.getByLabel("Contraseña").fill("una-clave-larga");
  await page.getByRole("button", { name: "Crear y entrar" }).click();
  await expect(page.getByText("Este enlace no es válido.")).toBeVisible();
});
