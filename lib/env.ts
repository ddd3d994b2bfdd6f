import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import querystring from "node:querystring";
import * as z from "zod";
import { hideInLogs } from "./hidden-values";
import { once } from "./once";

const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((text) => (text === "" ? undefined : text));

const flag = z.enum(["0", "1", "true", "false", ""]).default("0");
const isOn = (text: z.infer<typeof flag>) => text === "1" || text === "true";

const settingsSchema = z.object({
  PORT: z.preprocess(
    (text) => (text === "" ? undefined : text),
    z.coerce.number().int().min(0).max(65535).default(3000),
  ),
  HOST: optionalText.pipe(
    z
      .string()
      .refine((host) => URL.canParse(`http://${bracketed(host)}`), "not an address to listen on")
      .default("127.0.0.1"),
  ),
  APP_URL: optionalText.pipe(z.url({ protocol: /^https?$/ }).optional()),
  DATABASE_URL: optionalText.pipe(z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  DATA_DIR: z.string().trim().min(1).default("./data"),
  NEXTAUTH_SECRET: optionalText.pipe(z.string().min(16).optional()),
  ENCRYPTION_KEYS: optionalText,
  ADMIN_EMAIL: optionalText.pipe(z.email().optional()),
  ADMIN_PASSWORD: optionalText.pipe(z.string().min(8).max(200).optional()),
  JELOU_ALLOWED_HOSTS: optionalText,
  JELOU_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
  TRUST_PROXY: z
    .string()
    .regex(/^(true|false|\d?)$/, "must be the number of your proxies, 0 to 9")
    .default("0")
    .transform((text) => (text === "true" ? 1 : Number(text) || 0)),
  OIDC_ISSUER: optionalText.pipe(z.url({ protocol: /^https?$/ }).optional()),
  OIDC_CLIENT_ID: optionalText,
  OIDC_CLIENT_SECRET: optionalText,
  OIDC_ROLE_CLAIM: optionalText,
  OIDC_NAME: optionalText,
  SMTP_URL: optionalText.pipe(z.url({ protocol: /^smtps?$/ }).optional()),
  SMTP_FROM: optionalText.pipe(z.string().max(200).optional()),
  METRICS_TOKEN: optionalText.pipe(z.string().min(16).optional()),
  MIN_FREE_MB: z.coerce.number().int().min(0).max(1_000_000_000).default(200),
  DELIVERY_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  S3_BUCKET: optionalText,
  S3_REGION: optionalText,
  S3_ENDPOINT: optionalText.pipe(z.url({ protocol: /^https?$/ }).optional()),
  S3_ACCESS_KEY_ID: optionalText,
  S3_SECRET_ACCESS_KEY: optionalText,
  S3_FORCE_PATH_STYLE: flag,
  LOG_LEVEL: z.enum(["silent", "fatal", "error", "warn", "info", "debug"]).default("info"),
});

type Settings = z.output<typeof settingsSchema>;

export type EncryptionKey = { id: string; key: Buffer };

/** A bucket; without an `endpoint` it is one of AWS. */
export type S3Settings = {
  bucket: string;
  region: string;
  endpoint: URL | undefined;
  accessKeyId: string;
  secretAccessKey: string;
  forcePathStyle: boolean;
};

/** An OpenID provider that people may sign in through. */
export type OidcSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The claim that names the role; undefined where an admin gives it. */
  roleClaim: string | undefined;
  /** What stands on the button. */
  name: string;
};

export type Env = {
  port: number;
  host: string;
  appUrl: URL;
  databaseUrl: string | undefined;
  dataDir: string;
  nextAuthSecret: string;
  /** The first one seals; every one opens. */
  encryptionKeys: [EncryptionKey, ...EncryptionKey[]];
  firstAdmin: { email: string; password: string } | undefined;
  jelouAllowedHosts: string[];
  jelouTimeoutMs: number;
  /** How many proxies of ours stand in front, each adding to X-Forwarded-For. */
  trustedProxies: number;
  oidc: OidcSettings | undefined;
  /** Undefined where links are shown to the admin and nothing is mailed. */
  smtp: { url: string; from: string } | undefined;
  /** Who has it may read the metrics; undefined where nobody may. */
  metricsToken: string | undefined;
  /** Below it people's changes are refused, so that webhooks still find room. */
  minFreeBytes: number;
  /** How long the bodies of webhooks are kept. */
  deliveryDays: number;
  /** Undefined where uploads lie in `dataDir`. */
  s3: S3Settings | undefined;
  logLevel: string;
};

/** The settings of this process, read once. @throws Error that names each wrong setting and says what it should be. */
export const env = (): Env =>
  once("env", () => {
    const settings = readEnv(process.env);
    for (const secret of secretsOf(settings)) hideInLogs(secret, { always: true });
    return settings;
  });

function secretsOf({ databaseUrl, smtp, s3, oidc, ...settings }: Env): string[] {
  const addresses = [databaseUrl, smtp?.url].flatMap((address) => (address ? [address] : []));
  const passwords = addresses.map((address) => new URL(address).password);
  return [
    settings.nextAuthSecret,
    ...settings.encryptionKeys.map(({ key }) => key.toString("base64")),
    ...passwords,
    ...passwords.map((password) => querystring.unescape(password)),
    settings.firstAdmin?.password ?? "",
    settings.metricsToken ?? "",
    s3?.secretAccessKey ?? "",
    oidc?.clientSecret ?? "",
  ];
}

export function readEnv(source: Record<string, string | undefined>): Env {
  const parsed = settingsSchema.safeParse(source);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`These settings are wrong:\n${lines.join("\n")}`);
  }
  const settings = parsed.data;
  if (Boolean(settings.ADMIN_EMAIL) !== Boolean(settings.ADMIN_PASSWORD)) {
    throw new Error(
      "ADMIN_EMAIL and ADMIN_PASSWORD make the first admin together: set both, or neither.",
    );
  }
  const dataDir = resolve(/* turbopackIgnore: true */ settings.DATA_DIR);
  const embedded = settings.DATABASE_URL === undefined;
  if (embedded) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const keys = settings.ENCRYPTION_KEYS ?? madeOnce("ENCRYPTION_KEYS", embedded, dataDir, newKey);
  return {
    port: settings.PORT,
    host: settings.HOST,
    appUrl: new URL(settings.APP_URL ?? `http://${localName(settings.HOST)}:${settings.PORT}`),
    databaseUrl: settings.DATABASE_URL,
    dataDir,
    nextAuthSecret:
      settings.NEXTAUTH_SECRET ??
      madeOnce("NEXTAUTH_SECRET", embedded, dataDir, () => randomBytes(32).toString("base64")),
    encryptionKeys: parseKeys(keys),
    firstAdmin:
      settings.ADMIN_EMAIL && settings.ADMIN_PASSWORD
        ? { email: settings.ADMIN_EMAIL, password: settings.ADMIN_PASSWORD }
        : undefined,
    jelouAllowedHosts: (settings.JELOU_ALLOWED_HOSTS ?? "")
      .split(",")
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ""),
    jelouTimeoutMs: settings.JELOU_TIMEOUT_MS,
    trustedProxies: settings.TRUST_PROXY,
    oidc: readOidc(settings),
    smtp: readSmtp(settings),
    metricsToken: settings.METRICS_TOKEN,
    minFreeBytes: settings.MIN_FREE_MB * 1024 * 1024,
    deliveryDays: settings.DELIVERY_DAYS,
    s3: readS3(settings),
    logLevel: settings.LOG_LEVEL,
  };
}

/** @throws Error when some are set and others that they need aren't */
function readS3(settings: Settings): S3Settings | undefined {
  const { S3_BUCKET, S3_REGION, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = settings;
  const needed = {
    S3_BUCKET,
    S3_REGION: S3_REGION ?? (S3_ENDPOINT && "us-east-1"),
    S3_ACCESS_KEY_ID,
    S3_SECRET_ACCESS_KEY,
  };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]));
  const forcePathStyle = isOn(settings.S3_FORCE_PATH_STYLE);
  const some = S3_BUCKET || S3_REGION || S3_ENDPOINT || S3_ACCESS_KEY_ID || S3_SECRET_ACCESS_KEY;
  if (!some && !forcePathStyle) return undefined;
  if (missing.length > 0) {
    throw new Error(
      `Uploads go to a bucket only when all of it is known: ${missing.join(", ")} not set. Set what is missing, or ` +
        "none of S3_… to keep uploads in DATA_DIR.",
    );
  }
  return {
    bucket: S3_BUCKET!,
    region: needed.S3_REGION!,
    endpoint: S3_ENDPOINT ? new URL(S3_ENDPOINT) : undefined,
    accessKeyId: S3_ACCESS_KEY_ID!,
    secretAccessKey: S3_SECRET_ACCESS_KEY!,
    forcePathStyle,
  };
}

/** @throws Error when some are set and others that they need aren't */
function readOidc(settings: Settings): OidcSettings | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = settings;
  const needed = { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]));
  if (missing.length === 3) return undefined;
  if (missing.length > 0)
    throw new Error(
      `Sign-in through an OpenID provider needs all of it: ${missing.join(", ")} not set.`,
    );
  return {
    issuer: OIDC_ISSUER!.replace(/\/+$/, ""),
    clientId: OIDC_CLIENT_ID!,
    clientSecret: OIDC_CLIENT_SECRET!,
    roleClaim: settings.OIDC_ROLE_CLAIM,
    name: settings.OIDC_NAME ?? new URL(OIDC_ISSUER!).hostname,
  };
}

function readSmtp({ SMTP_URL, SMTP_FROM }: Settings): Env["smtp"] {
  if (!SMTP_URL && !SMTP_FROM) return undefined;
  if (!SMTP_URL || !SMTP_FROM)
    throw new Error("SMTP_URL and SMTP_FROM send mail together: set both, or neither.");
  return { url: SMTP_URL, from: SMTP_FROM };
}

const newKey = () => `k${Date.now().toString(36)}:${randomBytes(32).toString("base64")}`;

function localName(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return bracketed(host);
}

function bracketed(host: string) {
  return host.includes(":") ? `[${host}]` : host;
}

function madeOnce(name: string, embedded: boolean, dataDir: string, make: () => string): string {
  if (!embedded) {
    throw new Error(
      `${name} is not set. With PostgreSQL every desk needs the same one: make it with "openssl rand -base64 32"` +
        (name === "ENCRYPTION_KEYS" ? ' and write it as "k1:<that>".' : "."),
    );
  }
  const file = join(/* turbopackIgnore: true */ dataDir, name.toLowerCase().replaceAll("_", "-"));
  try {
    writeFileSync(file, make(), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}

/** "id:key" or only "key", which then goes by its fingerprint. */
function parseKeys(text: string): [EncryptionKey, ...EncryptionKey[]] {
  const keys = text.split(",").map((part) => {
    const [, id, encoded = ""] = /^\s*(?:([\w-]{1,32}):)?([A-Za-z0-9+/_-]+=*)\s*$/.exec(part) ?? [];
    const key = Buffer.from(encoded, /^[0-9a-f]{64}$/i.test(encoded) ? "hex" : "base64");
    if (key.length !== 32) {
      throw new Error(
        'ENCRYPTION_KEYS must be "id:key[,id:key…]", each key 32 bytes in base64, the one that seals first.',
      );
    }
    return { id: id ?? createHash("sha256").update(key).digest("hex").slice(0, 8), key };
  });
  return keys as [EncryptionKey, ...EncryptionKey[]];
}
