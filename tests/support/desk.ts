import { afterAll } from "vitest";
import { startDesk } from "@/lib/desk";
import { password, signInAs } from "./people.ts";
import { serveRoutes } from "./serve-routes.ts";
import { applySettings, forgetProcess, temporaryDirectory } from "./settings.ts";
import { createDatabase, type EngineName } from "./stores.ts";

const adminEmail = "admin@example.com";

/** A desk in this process, with its first admin, reached by HTTP too; it ends with the file. */
export async function openDesk(settings: Record<string, string> = {}, engine?: EngineName) {
  const served = await serveRoutes();
  const dataDir = temporaryDirectory(afterAll);
  applySettings({
    DATA_DIR: dataDir,
    APP_URL: served.url,
    ADMIN_EMAIL: adminEmail,
    ADMIN_PASSWORD: password,
    JELOU_ALLOWED_HOSTS: "127.0.0.1",
    ...(engine === "postgres" ? { DATABASE_URL: await createDatabase() } : {}),
    ...settings,
  });
  let running = await startDesk();
  afterAll(async () => {
    await running.stop();
    await served.close();
  });
  const stop = async () => {
    await running.stop();
    await served.idle();
  };
  const start = async () => {
    forgetProcess();
    running = await startDesk();
  };
  return {
    url: served.url,
    dataDir,
    admin: await signInAs(adminEmail),
    stop,
    /** As a process that starts on what the one before left behind. */
    start,
    /** Afterwards every call and request that was under way has come to its end. */
    restart: async () => {
      await stop();
      await start();
    },
  };
}
