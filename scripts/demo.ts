// A desk to try out: builds if needed, serves on an embedded database that starts empty, with a stand-in for Jelou
// beside it whose customers write by themselves.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startSandbox } from "../tests/support/jelou/sandbox.ts";
import { DeskClient } from "./desk-client";

const root = fileURLToPath(new URL("..", import.meta.url));
const dataDir = join(root, "data", "demo");
const admin = { email: "admin@mostrador.test", password: `demo-${randomBytes(4).toString("hex")}` };
const agent = { email: "agente@mostrador.test", password: admin.password, name: "Lucía Andrade" };
const jelouProjectId = "proyecto-demo";

const port = process.env.PORT ? Number(process.env.PORT) : await freePort(3000);
const address = `http://127.0.0.1:${port}`;
const sandbox = await startSandbox({ port: await freePort(port + 1000) });
rmSync(dataDir, { recursive: true, force: true });

const desk = startDesk();
let ending = false;
desk.on("exit", (code) => process.exit(ending ? 0 : (code ?? 1)));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    ending = true;
    void sandbox.close();
    desk.kill("SIGTERM");
  });
}

await setUp();
console.log(`
  The desk:     ${address}
  Sign in as    ${admin.email}  (admin)
  or            ${agent.email}  (agent)
  password      ${admin.password}

  The stand-in for Jelou, to write as a customer or to make the next close fail: ${sandbox.url}
  Ctrl+C ends both.
`);
sandbox.customers.start({ perMinute: 4, projectId: jelouProjectId });

function startDesk(): ChildProcess {
  const { DATABASE_URL, ENCRYPTION_KEYS, NEXTAUTH_SECRET, ...inherited } = process.env;
  return spawn(process.execPath, ["--import", "./scripts/alias.mjs", "scripts/start.ts"], {
    cwd: root,
    stdio: "inherit",
    env: {
      // A line for each request would push the sign-in off the screen.
      LOG_LEVEL: "warn",
      ...inherited,
      PORT: String(port),
      HOST: "127.0.0.1",
      APP_URL: address,
      DATA_DIR: dataDir,
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      JELOU_ALLOWED_HOSTS: new URL(sandbox.url).host,
      NODE_ENV: "production",
    },
  });
}

/** Through the same routes that an admin's browser uses; the desk tells the stand-in itself where its webhook goes. */
async function setUp() {
  const client = new DeskClient(address);
  await client.untilReady();
  await client.signIn(admin.email, admin.password);
  const credentials = { clientId: "demo", clientSecret: randomBytes(12).toString("hex") };
  sandbox.addProject({
    id: jelouProjectId,
    ...credentials,
    apiKey: randomBytes(12).toString("hex"),
    signingSecret: randomBytes(24).toString("hex"),
    bots: [{ id: "bot-tienda", name: "Asistente de la tienda" }],
  });
  const project = await client.call("POST", "/api/projects", {
    name: "Tienda Andina",
    jelouProjectId,
    gatewayUrl: sandbox.gatewayUrl,
    messagesUrl: sandbox.messagesUrl,
  });
  const id = String(project.id);
  await client.call("PUT", `/api/projects/${id}/credentials`, { kind: "basic", ...credentials });
  await client.call("POST", `/api/projects/${id}/integration`);
  await client.call("POST", "/api/users", { ...agent, role: "agent", projectIds: [id] });
  await sandbox.customers.seed({ conversations: 24, projectId: jelouProjectId });
}

/** The first free one from here on. */
async function freePort(from: number): Promise<number> {
  const free = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(from, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
  return free ? from : freePort(from + 1);
}
