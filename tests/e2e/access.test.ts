import { expect, test } from "../support/e2e-test.ts";

test("an agent who is disabled is out within seconds", async ({ shop, visitAs }) => {
  await shop.greet("Carla Vega", { text: "Hola" });
  const [lucia, alicia] = await Promise.all([
    shop.hire("Lucía Andrade"),
    shop.hire("Alicia Dueña", "admin"),
  ]);
  const [agent, admin] = await Promise.all([
    visitAs(lucia, "/conversations", { expectErrors: /status of 401/ }),
    visitAs(alicia, "/admin/users"),
  ]);
  await agent.getByRole("row", { name: "Carla Vega" }).click();
  const entry = admin.getByRole("listitem").filter({ hasText: lucia.email });
  await entry.getByRole("button", { name: "Editar a Lucía Andrade" }).click();
  await admin.getByRole("button", { name: "Desactivar" }).click();
  await expect(entry).toContainText("Desactivado");
  await expect(agent).toHaveURL(/\/login$/, { timeout: 5_000 });
  await expect(agent.getByText("Carla Vega")).toHaveCount(0);
  await agent.getByRole("textbox", { name: "Correo electrónico" }).fill(lucia.email);
  await agent.getByLabel("Contraseña").fill(lucia.password);
  await agent.getByRole("button", { name: "Entrar" }).click();
  await expect(agent.getByText("El correo o la contraseña no son correctos.")).toBeVisible();
});

test("an agent sees neither the settings nor other projects' conversations", async ({
  desk,
  shop,
  visitAs,
}) => {
  const other = await shop.addProject("Otra tienda");
  const theirs = await shop.greet("Ajena Ajena", {
    projectId: other.jelouProjectId,
    text: "nada para usted",
  });
  const { id } = await shop.onDesk(theirs.id);
  const lucia = await shop.hire("Lucía Andrade");
  const page = await visitAs(lucia, "/admin/projects", { expectErrors: /status of 404/ });
  await expect(page.getByText("Esta página es para administradores")).toBeVisible();
  await page.getByRole("link", { name: "Ir a las conversaciones" }).click();
  await expect(page.getByText("Todo atendido")).toBeVisible();
  await page.goto(`${desk.url}/admin/users`);
  await expect(page.getByText("Esta página es para administradores")).toBeVisible();
  await page.goto(`${desk.url}/conversations/${id}`);
  await expect(
    page.getByText("Esta conversación no existe o no es de tus proyectos"),
  ).toBeVisible();
  await expect(page.getByText("Ajena Ajena")).toHaveCount(0);
  await page.getByRole("button", { name: "Volver a la lista" }).click();
  await expect(page).toHaveURL(`${desk.url}/conversations`);
});

test("who loses a project loses its conversations at once", async ({ desk, shop, visitAs }) => {
  await shop.greet("Carla Vega", { text: "Hola" });
  const lucia = await shop.hire("Lucía Andrade");
  const page = await visitAs(lucia, "/conversations", { expectErrors: /status of 40[14]/ });
  await expect(page.getByRole("row", { name: "Carla Vega" })).toBeVisible();
  await desk.admin.call("PATCH", `/api/users/${lucia.id}`, { projectIds: [] });
  await expect(page.getByText("Aún no tienes proyectos")).toBeVisible();
  await expect(page.getByText("Carla Vega")).toHaveCount(0);
});

test("who isn't signed in is asked to, and a wrong password says so", async ({ desk, visit }) => {
  const page = await visit(`${desk.url}/conversations`, { expectErrors: /status of 401/ });
  await expect(page).toHaveURL(/\/login$/);
  await page.getByRole("textbox", { name: "Correo electrónico" }).fill("nadie@example.com");
  await page.getByLabel("Contraseña").fill("no-es-esta");
  await page.getByRole("button", { name: "Entrar" }).click();
  await expect(page.getByText("El correo o la contraseña no son correctos.")).toBeVisible();
});
