import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** What the desk keeps once per process. Without it the next call finds a process that has just started. */
export function forgetProcess() {
  for (const key of Object.getOwnPropertySymbols(globalThis)) {
    if (key.description?.startsWith("mostrador.")) Reflect.deleteProperty(globalThis, key);
  }
}

/** Removed when the test ends; outside of one, with what is given. */
export function temporaryDirectory(whenOver: (remove: () => void) => void = onTestFinished) {
  const directory = mkdtempSync(join(tmpdir(), "mostrador-test-"));
  whenOver(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const names = [
  "PORT",
  "HOST",
  "APP_URL",
  "DATABASE_URL",
  "DATA_DIR",
  "NEXTAUTH_SECRET",
  "ENCRYPTION_KEYS",
  "ADMIN_EMAIL",
  "ADMIN_PASSWORD",
  "JELOU_ALLOWED_HOSTS",
  "JELOU_TIMEOUT_MS",
  "TRUST_PROXY",
  "OIDC_ISSUER",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET",
  "OIDC_ROLE_CLAIM",
  "OIDC_NAME",
  "SMTP_URL",
  "SMTP_FROM",
  "METRICS_TOKEN",
  "MIN_FREE_MB",
  "DELIVERY_DAYS",
  "S3_BUCKET",
  "S3_REGION",
  "S3_ENDPOINT",
  "S3_ACCESS_KEY_ID",
  "S3_SECRET_ACCESS_KEY",
  "S3_FORCE_PATH_STYLE",
];

/** Makes these the settings of the process, and drops what was read or opened under others. */
export function applySettings(settings: Record<string, string>) {
  for (const name of names) delete process.env[name];
  Object.assign(process.env, {
    NEXTAUTH_SECRET: "a-secret-of-the-tests",
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    ...settings,
  });
  forgetProcess();
}
