import type { Page } from "@playwright/test";
import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { choose, closeWithText, startClose, toasts } from "../support/e2e-close-dialog.ts";
import { startDesk } from "../support/e2e-desk.ts";
import type { Shop } from "../support/e2e-shop.ts";
import { expect, test, type VisitAs } from "../support/e2e-test.ts";

test("sign-in and set-up", async ({ desk, visit }) => {
  const page = await visit(`${desk.url}/login`, { expectErrors: /status of 401/ });
  await expectAccessible(page, "sign-in");
  await page.getByRole("textbox", { name: "Correo electrónico" }).fill("nadie@example.com");
  await page.getByLabel("Contraseña").fill("no-es-esta");
  await page.getByRole("button", { name: "Entrar" }).click();
  await expect(page.getByText("El correo o la contraseña no son correctos.")).toBeVisible();
  await expectAccessible(page, "refused sign-in");
  const empty = await startDesk();
  await page.goto(`${empty.url}/setup`);
  await expect(page.getByRole("heading", { name: "Primer administrador" })).toBeVisible();
  await expectAccessible(page, "set-up");
  await page.goto("about:blank");
  await empty.remove();
});

test("the list, empty and with rows in every state", async ({ shop, visitAs }) => {
  const page = await visitAs(await shop.hire("Lucía Andrade"));
  await expect(page.getByText("Todo atendido")).toBeVisible();
  await expectAccessible(page, "empty list");
  await makeRowsInEveryState(shop);
  for (const words of [
    "Por cerrar",
    "Jelou no la cerró",
    "Escribió tras el cierre",
    "Cierre en espera",
  ])
    await expect(page.getByText(words).first()).toBeVisible();
  await expectAccessible(page, "list");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await page.getByRole("searchbox").fill("nadie así");
  await expect(page.getByText("Nada coincide con «nadie así»")).toBeVisible();
  await expectAccessible(page, "search without matches");
});

test("a thread, its details and the account menu", async ({ shop, visitAs }) => {
  const page = await openThread(shop, visitAs);
  await expectAccessible(page, "thread");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Más acciones" }).click();
  await page.getByRole("menuitem", { name: "Detalles" }).click();
  const details = page.getByRole("complementary", { name: "Detalles" });
  await expect(details).toContainText("Identificador");
  await expectAccessible(page, "details on a phone", [phone]);
  await details.getByRole("button", { name: "Cerrar" }).click();
  await expect(details).toBeHidden();
  await page.setViewportSize(desktop);
  await page.getByRole("button", { name: "Cuenta: Lucía Andrade" }).click();
  await expect(page.getByRole("menu", { name: "Cuenta" })).toBeVisible();
  await expectAccessible(page, "account menu", [desktop]);
});

test("the close dialog in each of its choices", async ({ shop, visitAs }) => {
  const page = await openThread(shop, visitAs);
  const dialog = await startClose(page);
  await dialog.getByRole("textbox", { name: "Texto para el cliente" }).fill("Que le vaya bien");
  for (const choice of ["Un texto", "Volver al bot", "Nada"] as const) {
    await choose(page, choice);
    await expectAccessible(page, `close dialog, ${choice}`);
  }
  await choose(page, "Un texto");
  await dialog.getByRole("textbox", { name: "Texto para el cliente" }).fill("");
  await page.keyboard.press("Control+Enter");
  await expect(dialog.getByText("Escribe el texto, o elige que no reciba nada.")).toBeVisible();
  await expectAccessible(page, "close dialog, a text is missing", [desktop]);
});

test("the undo toast and a refused close", async ({ shop, visitAs }) => {
  const page = await openThread(shop, visitAs);
  shop.jelou.faults.always({ on: "close", status: 401 });
  await closeWithText(page, "Que le vaya bien");
  await expect(toasts(page).getByRole("button", { name: "Deshacer" })).toBeVisible();
  await expectAccessible(page, "undo toast", [desktop]);
  await expect(toasts(page).getByRole("alert")).toContainText("Jelou no la cerró");
  await expectAccessible(page, "refused close, toast");
  await toasts(page).getByRole("button", { name: "Ver" }).click();
  await expect(page.getByText("La conversación no se cerró")).toBeVisible();
  await expectAccessible(page, "refused close");
  await page.getByRole("button", { name: "Marcar como cerrada aquí" }).click();
  await expect(page.getByRole("dialog", { name: "Marcar como cerrada aquí" })).toBeVisible();
  await expectAccessible(page, "mark dialog");
});

test("projects, users and what an agent may not see", async ({ shop, visitAs }) => {
  const alicia = await shop.hire("Alicia Dueña", "admin");
  const other = `Otra tienda ${alicia.id}`;
  await shop.addProject(other);
  const page = await visitAs(alicia, "/admin/projects");
  await page.getByRole("heading", { name: other }).click();
  await expect(page.getByRole("region", { name: "Credenciales" })).toBeVisible();
  await expectAccessible(page, "projects");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Añadir proyecto" }).click();
  await expectAccessible(page, "new project");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Usuarios" }).click();
  await expect(page.getByText(alicia.email)).toBeVisible();
  await expectAccessible(page, "users");
  await page.getByRole("button", { name: "Añadir usuario" }).click();
  await expect(page.getByRole("dialog", { name: "Añadir un usuario" })).toBeVisible();
  await expectAccessible(page, "user dialog");
  const lucia = await visitAs(await shop.hire("Lucía Andrade"), "/admin/users");
  await expect(lucia.getByText("Esta página es para administradores")).toBeVisible();
  await expectAccessible(lucia, "forbidden", [desktop]);
});

async function openThread(shop: Shop, visitAs: VisitAs): Promise<Page> {
  const carla = await shop.greet("Carla Vega", { text: "Mi pedido no llega" });
  const media = `${shop.jelou.url}/media/`;
  for (const [type, content] of [
    ["image", { url: `${media}guia.png`, caption: "La guía" }],
    ["image", { url: `${media}sin-texto.png` }],
    ["audio", { url: `${media}nota.wav`, mime_type: "audio/wav" }],
    ["document", { url: `${media}factura.pdf`, filename: "factura.pdf" }],
    ["sticker", { id: 1 }],
  ] as const)
    shop.jelou.customerWrites(carla.id, { type, content });
  await shop.jelou.settle();
  const { id } = await shop.onDesk(carla.id);
  const page = await visitAs(await shop.hire("Lucía Andrade"), `/conversations/${id}`);
  await expect(page.getByRole("article")).toHaveCount(6);
  return page;
}

async function makeRowsInEveryState(shop: Shop) {
  const { faults } = shop.jelou;
  const refused = await shop.greet("Rechazada Ruiz", { text: "uno" });
  faults.next({ on: "close", status: 401 });
  await shop.closeFromAfar(refused.id);
  await expect.poll(() => shop.closeCalls()).toHaveLength(1);
  const held = await shop.greet("Detenida Díaz", { text: "dos" });
  faults.next({ on: "close", status: 429, headers: { "Retry-After": "60" } });
  await shop.closeFromAfar(held.id);
  const after = await shop.greet("Tardía Torres", { text: "tres" });
  await expect.poll(() => shop.closeCalls()).toHaveLength(2);
  await shop.closeFromAfar(after.id);
  await expect.poll(() => after.status).toBe("closed");
  await shop.says(after.id, "otra cosa");
  await shop.greet("Nueva Núñez");
  const waiting = await shop.greet("Por Cerrar Paz", { text: "cuatro" });
  await shop.closeFromAfar(waiting.id, { undoMs: 10_000 });
}
