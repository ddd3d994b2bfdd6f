import { sql } from "kysely";
import * as z from "zod";
import type { Db, Tx } from "@/lib/db/open";
import { readKeyUse } from "@/lib/db/sealed-values";

const summed = z.object({
  name: z
    .string()
    // Nothing of it may lie anywhere else once it is unpacked.
    .regex(
      /^(database\.(sqlite|dump)|keys\/(encryption-keys|nextauth-secret)|uploads\/[\w-]{2}\/[\w-]{3,100})$/,
    ),
  size: z.int(),
  sha256: z.string(),
});

/** What stands beside the data in a backup. */
export const manifest = z.object({
  format: z.literal(1),
  version: z.string(),
  engine: z.enum(["sqlite", "postgres"]),
  madeAt: z.int(),
  /** Of the log, when it was made; a restored one gets another. */
  epoch: z.string(),
  migrations: z.array(z.string()),
  counts: z.record(z.string(), z.int()),
  /** By their ids: how many stored secrets each key has sealed. */
  keys: z.record(z.string(), z.int()),
  /** In a bucket they aren't part of a backup. */
  uploads: z.enum(["files", "bucket"]),
  /** Files that the database names and that weren't there. */
  missing: z.array(z.string()),
  files: z.array(summed),
});
export type Manifest = z.infer<typeof manifest>;

const counted = [
  "users",
  "projects",
  "conversations",
  "messages",
  "closes",
  "deliveries",
  "uploads",
  "audit_log",
] as const;

/** What the manifest says of a database, which stands still meanwhile. */
export async function readFacts(db: Db | Tx) {
  const counts: Record<string, number> = {};
  for (const table of counted) {
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from ${sql.table(table)}`.execute(db);
    counts[table] = Number(rows[0]!.n);
  }
  const { value: epoch } = await db
    .selectFrom("meta")
    .select("value")
    .where("key", "=", "epoch")
    .executeTakeFirstOrThrow();
  const { rows: done } = await sql<{
    name: string;
  }>`select name from kysely_migration order by name`.execute(db);
  const keys: Record<string, number> = {};
  for (const [id, use] of await readKeyUse(db, []))
    keys[id] = [...use.counts.values()].reduce((sum, count) => sum + count, 0);
  const uploads = await db
    .selectFrom("uploads")
    .select(["id", "size"])
    .where((eb) => eb.or([eb("delete_after", "is", null), eb("delete_after", ">", 0)]))
    .orderBy("id")
    .execute();
  return { counts, epoch, migrations: done.map(({ name }) => name), keys, uploads };
}
