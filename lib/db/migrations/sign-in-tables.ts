import type { Kysely } from "kysely";
import type { Database } from "../schema";

/** Second factors, identities at an OpenID provider, one-time links, what a session comes from, failed sign-ins, known networks. */
export async function createSignInTables({ schema }: Kysely<Database>) {
  const users = () => schema.alterTable("users");
  await users().addColumn("totp_secret", "text").execute();
  await users().addColumn("totp_since", "bigint").execute();
  await users().addColumn("totp_last_step", "bigint").execute();

  const sessions = () => schema.alterTable("sessions");
  await sessions().addColumn("method", "text").execute();
  await sessions().addColumn("address", "text").execute();
  await sessions().addColumn("user_agent", "text").execute();
  await sessions().addColumn("seen_at", "bigint").execute();

  await schema
    .createTable("recovery_codes")
    .addColumn("code_hash", "text", (column) => column.primaryKey())
    .addColumn("user_id", "text", (column) => column.notNull().references("users.id"))
    .addColumn("used_at", "bigint")
    .execute();
  await schema
    .createTable("identities")
    .addColumn("issuer", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull().references("users.id"))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("identities_key", ["issuer", "subject"])
    .execute();
  await schema
    .createTable("one_time_links")
    .addColumn("token_hash", "text", (column) => column.primaryKey())
    .addColumn("purpose", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull().references("users.id"))
    .addColumn("created_by", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("expires_at", "bigint", (column) => column.notNull())
    .addColumn("used_at", "bigint")
    .execute();
  await schema
    .createTable("sign_in_failures")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("count", "double precision", (column) => column.notNull())
    .addColumn("last_at", "bigint", (column) => column.notNull())
    .addColumn("free_at", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("sign_in_failures_last")
    .on("sign_in_failures")
    .column("last_at")
    .execute();
  await schema
    .createTable("sign_in_networks")
    .addColumn("user_id", "text", (column) => column.notNull().references("users.id"))
    .addColumn("network", "text", (column) => column.notNull())
    .addColumn("last_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("sign_in_networks_key", ["user_id", "network"])
    .execute();
  for (const table of ["recovery_codes", "identities", "one_time_links"] as const)
    await schema.createIndex(`${table}_user`).on(table).column("user_id").execute();
}
