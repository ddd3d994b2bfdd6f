import { sql } from "kysely";
import { db } from "@/lib/db/store";

/** All that stands in the database, as `table.column` and its text. */
export async function* allValues(): AsyncGenerator<[string, string]> {
  for (const { name } of await db().introspection.getTables({ withInternalKyselyTables: true })) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(
      db(),
    );
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        if (typeof value === "string") yield [`${name}.${column}`, value];
        else if (Buffer.isBuffer(value)) yield [`${name}.${column}`, value.toString("latin1")];
  }
}
