import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEnv } from "@/lib/env";
import { temporaryDirectory } from "../support/settings.ts";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const database = { DATABASE_URL: "postgres://desk@db.example/desk" };
const shared = { NEXTAUTH_SECRET: "sixteen letters!", ENCRYPTION_KEYS: key(1) };

test("without any settings the desk has sound ones", () => {
  const dataDir = join(temporaryDirectory(), "not", "yet");
  expect(readEnv({ DATA_DIR: dataDir })).toMatchObject({
    port: 3000,
    host: "127.0.0.1",
    databaseUrl: undefined,
    dataDir,
    firstAdmin: undefined,
    jelouAllowedHosts: [],
    jelouTimeoutMs: 10_000,
    trustedProxies: 0,
    deliveryDays: 30,
  });
  expect(readEnv({ DATA_DIR: dataDir }).appUrl.href).toBe("http://127.0.0.1:3000/");
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
});

test("the secrets of the embedded database are made once, and only we can read them", () => {
  const dataDir = temporaryDirectory();
  const first = readEnv({ DATA_DIR: dataDir });
  const second = readEnv({ DATA_DIR: dataDir });
  expect(second.nextAuthSecret).toBe(first.nextAuthSecret);
  expect(second.encryptionKeys).toEqual(first.encryptionKeys);
  expect(first.encryptionKeys[0].key).toHaveLength(32);
  expect(first.nextAuthSecret.length).toBeGreaterThanOrEqual(32);
  for (const name of ["nextauth-secret", "encryption-keys"]) {
    expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, name), "utf8")).not.toBe("");
  }
  const other = readEnv({ DATA_DIR: temporaryDirectory() });
  expect(other.nextAuthSecret).not.toBe(first.nextAuthSecret);
});

test("secrets that are set are taken and written nowhere", () => {
  const dataDir = temporaryDirectory();
  const settings = readEnv({ DATA_DIR: dataDir, ...shared });
  expect(settings.nextAuthSecret).toBe(shared.NEXTAUTH_SECRET);
  expect(existsSync(join(dataDir, "nextauth-secret"))).toBe(false);
});

test.each(["NEXTAUTH_SECRET", "ENCRYPTION_KEYS"] as const)(
  "PostgreSQL without %s refuses and says how to make it",
  (name) => {
    const { [name]: _left, ...rest } = shared;
    expect(() => readEnv({ ...database, ...rest })).toThrow(
      new RegExp(`${name} is not set.+openssl rand`),
    );
  },
);

test("with PostgreSQL no folder is made", () => {
  const dataDir = join(temporaryDirectory(), "none");
  expect(readEnv({ ...database, ...shared, DATA_DIR: dataDir }).databaseUrl).toBe(
    database.DATABASE_URL,
  );
  expect(existsSync(dataDir)).toBe(false);
});

test.each([
  ["PORT", "abc"],
  ["PORT", "70000"],
  ["APP_URL", "desk.example"],
  ["APP_URL", "ftp://desk.example"],
  ["DATABASE_URL", "mysql://db.example/desk"],
  ["NEXTAUTH_SECRET", "short"],
  ["ENCRYPTION_KEYS", "short"],
  ["ENCRYPTION_KEYS", `k1:${key(1)},k2:`],
  ["ENCRYPTION_KEYS", Buffer.alloc(31).toString("base64")],
  ["ADMIN_EMAIL", "nobody"],
  ["ADMIN_PASSWORD", "1234567"],
  ["JELOU_TIMEOUT_MS", "0"],
  ["TRUST_PROXY", "perhaps"],
  ["TRUST_PROXY", "-1"],
  ["TRUST_PROXY", "10.0.0.1"],
  ["LOG_LEVEL", "loud"],
  ["METRICS_TOKEN", "too-short"],
  ["MIN_FREE_MB", "-1"],
  ["MIN_FREE_MB", "much"],
  ["DELIVERY_DAYS", "0"],
  ["DELIVERY_DAYS", "ever"],
  ["S3_ENDPOINT", "minio:9000"],
  ["S3_FORCE_PATH_STYLE", "perhaps"],
])("a wrong %s (%s) is named", (name, value) => {
  const settings = { DATA_DIR: temporaryDirectory(), ...shared, [name]: value };
  expect(() => readEnv(settings)).toThrow(name);
});

test.each([
  ["", 0],
  ["0", 0],
  ["false", 0],
  ["1", 1],
  ["true", 1],
  ["2", 2],
])("TRUST_PROXY=%j are %d proxies", (TRUST_PROXY, proxies) => {
  const settings = readEnv({ DATA_DIR: temporaryDirectory(), TRUST_PROXY });
  expect(settings.trustedProxies).toBe(proxies);
});

test("every wrong setting is named at once, and no value is repeated", () => {
  const settings = { PORT: "x", APP_URL: "y", NEXTAUTH_SECRET: "canary", ADMIN_PASSWORD: "canary" };
  const message = (() => {
    try {
      readEnv({ DATA_DIR: temporaryDirectory(), ...settings });
    } catch (error) {
      return (error as Error).message;
    }
  })();
  for (const name of Object.keys(settings)) expect(message).toContain(name);
  expect(message).not.toContain("canary");
});

test("keys may be named, go by their fingerprint, and stand in hex; the first one seals", () => {
  const { encryptionKeys } = readEnv({
    ...database,
    ...shared,
    ENCRYPTION_KEYS: ` new:${key(2)} , ${key(1)},hex:${"ab".repeat(32)}`,
  });
  expect(encryptionKeys.map((each) => each.id)).toEqual([
    "new",
    expect.stringMatching(/^[0-9a-f]{8}$/),
    "hex",
  ]);
  expect(encryptionKeys.map((each) => each.key[0])).toEqual([2, 1, 0xab]);
});

test.each([
  ["0.0.0.0", "http://localhost:8080/"],
  ["::1", "http://[::1]:8080/"],
  ["desk.local", "http://desk.local:8080/"],
])("on host %s the desk is reached at %s", (HOST, url) => {
  expect(readEnv({ ...database, ...shared, HOST, PORT: "8080" }).appUrl.href).toBe(url);
});

test("the allowed hosts are a list in any case, with spaces", () => {
  const { jelouAllowedHosts } = readEnv({
    ...database,
    ...shared,
    JELOU_ALLOWED_HOSTS: " A.example:80, ,b ",
  });
  expect(jelouAllowedHosts).toEqual(["a.example:80", "b"]);
});

const bucket = {
  S3_BUCKET: "files",
  S3_REGION: "sa-east-1",
  S3_ACCESS_KEY_ID: "key",
  S3_SECRET_ACCESS_KEY: "canary",
};

test("without a bucket uploads lie in DATA_DIR, and with one nothing of it is guessed", () => {
  expect(readEnv({ ...database, ...shared, S3_BUCKET: "", S3_REGION: " " }).s3).toBeUndefined();
  expect(readEnv({ ...database, ...shared, ...bucket }).s3).toEqual({
    bucket: "files",
    region: "sa-east-1",
    endpoint: undefined,
    accessKeyId: "key",
    secretAccessKey: "canary",
    forcePathStyle: false,
  });
});

test("a store besides AWS needs no region", () => {
  const { S3_REGION: _none, ...rest } = bucket;
  const settings = { ...rest, S3_ENDPOINT: "https://minio.example", S3_FORCE_PATH_STYLE: "1" };
  expect(readEnv({ ...database, ...shared, ...settings }).s3).toMatchObject({
    region: "us-east-1",
    endpoint: new URL("https://minio.example"),
    forcePathStyle: true,
  });
});

test.each(Object.keys(bucket) as (keyof typeof bucket)[])(
  "a bucket without %s is refused, and the setting named",
  (name) => {
    const { [name]: _left, ...rest } = bucket;
    const read = () => readEnv({ ...database, ...shared, ...rest });
    expect(read).toThrow(new RegExp(`${name} not set`));
    expect(read).not.toThrow("canary");
  },
);

test.each([
  [{ S3_ENDPOINT: "https://minio.example" }, "S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY"],
  [{ S3_FORCE_PATH_STYLE: "true" }, "S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY"],
])("%j alone is refused", (settings, missing) => {
  expect(() => readEnv({ ...database, ...shared, ...settings })).toThrow(`${missing} not set`);
});

test("figures are for nobody, and 200 MB are kept free, unless it is said otherwise", () => {
  const { metricsToken, minFreeBytes } = readEnv({ DATA_DIR: temporaryDirectory() });
  expect([metricsToken, minFreeBytes]).toEqual([undefined, 200 * 1024 ** 2]);
  const METRICS_TOKEN = "sixteen-or-more-letters";
  const said = readEnv({ DATA_DIR: temporaryDirectory(), METRICS_TOKEN, MIN_FREE_MB: "0" });
  expect([said.metricsToken, said.minFreeBytes]).toEqual([METRICS_TOKEN, 0]);
});

const oidc = {
  OIDC_ISSUER: "https://id.example.com/realms/desk/",
  OIDC_CLIENT_ID: "desk",
  OIDC_CLIENT_SECRET: "x",
};

test("an OpenID provider is known whole or not at all", () => {
  const DATA_DIR = temporaryDirectory();
  expect(readEnv({ DATA_DIR }).oidc).toBeUndefined();
  expect(readEnv({ DATA_DIR, ...oidc }).oidc).toEqual({
    issuer: "https://id.example.com/realms/desk",
    clientId: "desk",
    clientSecret: "x",
    roleClaim: undefined,
    name: "id.example.com",
  });
  for (const name of Object.keys(oidc))
    expect(() => readEnv({ DATA_DIR, ...oidc, [name]: " " })).toThrow(`${name} not set`);
});

test("mail needs a server and a sender", () => {
  const DATA_DIR = temporaryDirectory();
  const mail = { SMTP_URL: "smtps://mail.example.com", SMTP_FROM: "Desk <desk@example.com>" };
  expect(readEnv({ DATA_DIR }).smtp).toBeUndefined();
  expect(readEnv({ DATA_DIR, ...mail }).smtp).toEqual({ url: mail.SMTP_URL, from: mail.SMTP_FROM });
  expect(() => readEnv({ DATA_DIR, ...mail, SMTP_FROM: "" })).toThrow(/set both, or neither/);
  expect(() => readEnv({ DATA_DIR, ...mail, SMTP_URL: "https://mail.example.com" })).toThrow(
    /SMTP_URL/,
  );
});
