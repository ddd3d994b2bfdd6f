import { desktop, expectAccessible, expectNoSidewaysScroll, phone } from "../support/e2e-axe.ts";
import { adminLogin, startDesk } from "../support/e2e-desk.ts";
import { expect, test } from "../support/e2e-test.ts";

test("while the disk is nearly full a banner says so, and goes by itself", async ({ visit }) => {
  test.slow();
  const { email: ADMIN_EMAIL, password: ADMIN_PASSWORD } = adminLogin;
  const settings: Record<string, string> = { ADMIN_EMAIL, ADMIN_PASSWORD };
  const desk = await startDesk(settings);
  const restartWith = async (minFreeMb: string) => {
    await desk.stop();
    settings.MIN_FREE_MB = minFreeMb;
    await desk.start();
  };
  const page = await visit(`${desk.url}/login`, {
    expectErrors:
      /status of 503|Refused to execute script|ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|ERR_SOCKET/,
  });
  await page.getByLabel("Correo electrónico").fill(ADMIN_EMAIL);
  await page.getByLabel("Contraseña").fill(ADMIN_PASSWORD);
  await page.getByRole("button", { name: "Entrar" }).click();
  await expect(page.getByText("En vivo").first()).toBeVisible();
  const banner = page
    .getByRole("status")
    .filter({ hasText: "El disco del servidor está casi lleno" });
  await expect(banner).toHaveCount(0);

  await restartWith("1000000000");
  await expect(banner).toContainText("Libera espacio en el servidor", { timeout: 20_000 });
  await page.reload();
  await expect(banner).toBeVisible();
  await expectAccessible(page, "nearly full");
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(desktop);

  await restartWith("0");
  await expect(banner).toHaveCount(0, { timeout: 20_000 });
  await desk.remove();
});
