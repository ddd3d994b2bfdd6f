import { type Kysely, sql } from "kysely";
import type { Database } from "../schema";

/** Who has ever signed in, and until when a session waits for an identity to be connected to its user. */
export async function createIdentityColumns(db: Kysely<Database>) {
  await db.schema.alterTable("users").addColumn("signed_in_at", "bigint").execute();
  await db.schema.alterTable("sessions").addColumn("connect_until", "bigint").execute();
  // Of those who are here already it isn't known; it would be wrong to say that they never have.
  await sql`update users set signed_in_at = coalesce(
    (select max(created_at) from sessions where user_id = users.id), created_at)`.execute(db);
}
