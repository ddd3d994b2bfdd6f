import type { Selectable } from "kysely";
import * as z from "zod";
import type { Database } from "@/lib/db/schema";
import { db } from "@/lib/db/store";
import type { ExtraHeader } from "@/lib/jelou/verify-signature";
import { once } from "@/lib/once";
import { unseal } from "@/lib/seal";
import { extraHeader } from "./input";
import { sealedIdentity } from "./sealed-identity";

type Row = Pick<
  Selectable<Database["projects"]>,
  "id" | "webhook_secret" | "webhook_header" | "webhook_alternate" | "webhook_alternate_until"
>;

/** What proves a webhook genuine: its signature and, unless null, its header. */
export type KeyPair = { secret: string; header: ExtraHeader | null };

const alternates = z.object({
  /** Until then at the latest somebody is changing at Jelou what it signs and sends. */
  changingUntil: z.number(),
  pairs: z.array(
    z.object({
      id: z.string(),
      secret: z.string(),
      header: extraHeader.nullable(),
      until: z.number(),
    }),
  ),
});

/** Pairs that Jelou may still use, or use already, beside the one in force. */
export type Alternates = z.infer<typeof alternates>;

type WebhookKeys = {
  projectId: string;
  signatureMode: Database["projects"]["signature_mode"];
  /** Never empty, unless the first secret is being asked for. */
  pairs: KeyPair[];
  changingUntil: number;
};

/** Other processes' changes are seen after this long at the latest. */
const keysLifeMs = 1_000;

/** Ids that are made up among them: they are answered as late as others, and are countless. */
const mostCached = 1_000;

const keysCache = () =>
  once("webhook-keys", () => new Map<string, { keys: WebhookKeys | undefined; until: number }>());

export const forgetWebhookKeys = () => keysCache().clear();

/**
 * What proves a webhook of this project genuine; undefined for a project that is unknown, archived or has no secret.
 * `fresh` is for who can't do with what was true a second ago.
 */
export async function findWebhookKeys(
  jelouProjectId: string,
  { fresh = false } = {},
): Promise<WebhookKeys | undefined> {
  const cache = keysCache();
  const cached = cache.get(jelouProjectId);
  if (!fresh && cached && cached.until > Date.now()) return cached.keys;
  const keys = await readKeys(jelouProjectId);
  if (!cached && cache.size >= mostCached) cache.delete(cache.keys().next().value!);
  cache.set(jelouProjectId, { keys, until: Date.now() + keysLifeMs });
  return keys;
}

async function readKeys(jelouProjectId: string): Promise<WebhookKeys | undefined> {
  const row = await db()
    .selectFrom("projects")
    .select([
      "id",
      "webhook_secret",
      "webhook_header",
      "webhook_alternate",
      "webhook_alternate_until",
      "signature_mode",
    ])
    .where("jelou_project_id", "=", jelouProjectId)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  const main = row && mainPairOf(row);
  const { changingUntil, pairs } = row ? alternatesOf(row) : none;
  if (!row || (!main && changingUntil < Date.now())) return undefined;
  return {
    projectId: row.id,
    signatureMode: row.signature_mode,
    pairs: [...(main ? [main] : []), ...pairs],
    changingUntil,
  };
}

export function mainPairOf(row: Row): KeyPair | undefined {
  if (!row.webhook_secret) return undefined;
  const header =
    row.webhook_header && unseal(row.webhook_header, sealedIdentity(row.id, "webhook_header"));
  return {
    secret: unseal(row.webhook_secret, sealedIdentity(row.id, "webhook_secret")),
    header: header ? (JSON.parse(header) as ExtraHeader) : null,
  };
}

const none: Alternates = { changingUntil: 0, pairs: [] };

/** Those whose time isn't over. */
export function alternatesOf(row: Row): Alternates {
  const now = Date.now();
  if (!row.webhook_alternate || (row.webhook_alternate_until ?? 0) < now) return none;
  const sealed = unseal(row.webhook_alternate, sealedIdentity(row.id, "webhook_alternate"));
  const { changingUntil, pairs } = alternates.parse(JSON.parse(sealed));
  return { changingUntil, pairs: pairs.filter((pair) => pair.until > now) };
}
