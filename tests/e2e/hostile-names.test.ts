import { expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { expect, test } from "../support/e2e-test.ts";

const markup = `<img src=x onerror=alert(1)>"'></script><script>alert(2)</script>{{7*7}}`;
const piled = `a${"\u0301".repeat(99)}`;
const turned = "\u202e\u2066Zoe\u200b\u200b";

test("whatever things are called is text on every screen", async ({ desk, shop, visitAs }) => {
  test.slow();
  const call = (path: string, body: object) => desk.admin.call("POST", path, body);
  const project = `/api/projects/${shop.projectId}`;
  for (const [index, name] of [markup, piled, turned].entries()) {
    await shop.addProject(name);
    await shop.hire(name);
    await call(`${project}/close-reasons`, { name });
    // A text has no holes but those that can be filled.
    const text = name.replace("{{7*7}}", "");
    await call(`${project}/close-templates`, { name, texts: { es: text } });
    await call(`${project}/close-routes`, { name, skillId: name });
    const shortcut = `uno${index}`;
    await call("/api/canned-answers", { projectId: shop.projectId, shortcut, text });
  }
  const carla = await shop.greet(markup, { text: `a${"\u0301".repeat(10_000)}` });
  await shop.says(carla.id, `https://a.ec/"onmouseover="alert(3) javascript:alert(4) ${turned}`);
  shop.jelou.customerWrites(carla.id, {
    type: "document",
    content: { url: "https://a.ec/x", filename: `${markup}\u202efdp.exe` },
  });
  await shop.jelou.settle();
  const { id } = await shop.onDesk(carla.id);
  const boss = await shop.hire(markup, "admin");
  const page = await visitAs(boss, `/conversations/${id}`);
  let opened = 0;
  page.on("dialog", (dialog) => {
    opened += 1;
    void dialog.dismiss();
  });
  const notes = page.getByRole("log", { name: "Mensajes" });
  await desk.admin.call("POST", `/api/conversations/${id}/notes`, {
    text: `@${boss.name} ${markup}`,
    mentions: [boss.id],
  });
  await expect(notes.getByText(markup).first()).toBeVisible();
  await expect(notes.locator("a:not([href^='https://a.ec/'])")).toHaveCount(0);
  await shop.closeFromAfar(carla.id);

  const screens = [
    `/conversations/${id}`,
    "/closes",
    "/answers",
    "/preferences",
    "/admin/projects",
    "/admin/users",
    "/admin/closing",
    "/admin/audit",
    "/admin/deliveries",
  ];
  for (const screen of screens) {
    await page.goto(desk.url + screen);
    await expect(page.getByRole("main")).toBeVisible();
    for (const size of [{ width: 1440, height: 900 }, phone]) {
      await page.setViewportSize(size);
      await expectNoSidewaysScroll(page);
    }
    expect(await page.locator("[onerror], [onmouseover], img[src='x']").count(), screen).toBe(0);
    await expect(page).toHaveTitle(/^[^<>]*Mostrador$/);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${desk.url}/admin/users`);
  await expect(page.getByText(markup).first()).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("¿Qué quieres hacer?").fill("img");
  await expect(page.getByRole("option", { name: markup }).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  expect(opened).toBe(0);
});
