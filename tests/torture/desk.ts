import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import pg from "pg";
import { DeskClient } from "../../scripts/desk-client";
import { endWithRun } from "../bench/cleaning";
import { projectKeys } from "../bench/project-keys";
import { adminLogin, startDesk } from "../support/e2e-desk";
import { startPostgres } from "../support/postgres";
import type { EngineName } from "./case";

export type Desk = Awaited<ReturnType<typeof openDesk>>;

type Options = {
  databaseUrl?: string | undefined;
  gatewayUrl?: string;
  settings?: Record<string, string>;
  wrap?: (command: string[], dataDir: string) => string[];
};

const secrets = {
  NEXTAUTH_SECRET: "a secret of the torture",
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
};

const common = {
  ADMIN_EMAIL: adminLogin.email,
  ADMIN_PASSWORD: adminLogin.password,
  MIN_FREE_MB: "0",
  LOG_LEVEL: "warn",
};

/** The cluster of a case, where it has one. */
export async function openCluster() {
  const cluster = await startPostgres();
  return { ...cluster, stop: endWithRun(cluster.stop) };
}

export const databaseOf = async (engine: EngineName) =>
  engine === "postgres" ? (await openCluster()).url : undefined;

/** A built desk as a process of its own, with a project that takes webhooks and an admin who is signed in. */
export async function openDesk({ databaseUrl, gatewayUrl, settings, wrap }: Options = {}) {
  const desk = await startAnother({ databaseUrl, ...(settings ? { settings } : {}), wrap });
  const { admin } = desk;
  const { jelouProjectId, signingSecret, apiKey } = projectKeys;
  const project = await admin.call("POST", "/api/projects", {
    name: "Torture",
    jelouProjectId,
    ...(gatewayUrl ? { gatewayUrl } : {}),
  });
  const path = `/api/projects/${project.id}`;
  await admin.call("PUT", `${path}/webhook-auth`, { signingSecret });
  await admin.call("PUT", `${path}/credentials`, { kind: "api-key", apiKey });
  return { ...desk, projectId: String(project.id) };
}

/** One more on the same database, which has its project already. */
export async function startAnother({
  databaseUrl,
  settings,
  wrap,
}: Pick<Options, "databaseUrl" | "settings"> & { wrap?: Options["wrap"] | undefined }) {
  const shared = databaseUrl ? { ...secrets, DATABASE_URL: databaseUrl } : {};
  const desk = await startDesk({ ...common, ...shared, ...settings }, wrap);
  const remove = endWithRun(desk.remove);
  const admin = new DeskClient(desk.url);
  await admin.signIn(adminLogin.email, adminLogin.password);
  return {
    ...desk,
    remove,
    admin,
    webhookPath: `/api/webhooks/jelou/${projectKeys.jelouProjectId}`,
    /** Rows as they lie in the database, past the desk. */
    query: (sql: string) => queryRows(databaseUrl ?? join(desk.dataDir, "mostrador.db"), sql),
  };
}

/** The columns of an answer are numbers, or texts that look like them. */
export async function queryRows(place: string, sql: string): Promise<Record<string, unknown>[]> {
  if (!place.startsWith("postgres")) {
    const file = new BetterSqlite3(place, { readonly: true });
    const rows = file.prepare(sql).all() as Record<string, unknown>[];
    file.close();
    return rows;
  }
  const client = new pg.Client({ connectionString: place });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows as Record<string, unknown>[];
}

export async function count(desk: Pick<Desk, "query">, table: string, where = "1 = 1") {
  const [row] = await desk.query(`select count(*) as n from ${table} where ${where}`);
  return Number(row?.n);
}
