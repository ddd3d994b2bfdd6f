import type { Migration } from "kysely/migration";
import type { Engine } from "./dialects";
import { createAnsweringTables } from "./migrations/answering-tables";
import { createAuditTable } from "./migrations/audit-table";
import { createClosingTables } from "./migrations/closing-tables";
import { createFirstTables } from "./migrations/first-tables";
import { createIdentityColumns } from "./migrations/identity-columns";
import { createInspectorTables } from "./migrations/inspector-tables";
import { createSignInTables } from "./migrations/sign-in-tables";

/** In the order of their names. One that has been released never changes: a later one mends it. */
export const migrations = (engine: Engine): Record<string, Migration> => ({
  "0001-first": { up: (db) => createFirstTables(db, engine) },
  "0002-closing": { up: createClosingTables },
  "0003-answering": { up: createAnsweringTables },
  "0004-audit": { up: (db) => createAuditTable(db, engine) },
  "0005-sign-in": { up: createSignInTables },
  "0006-inspector": { up: (db) => createInspectorTables(db, engine) },
  "0007-identity": { up: createIdentityColumns },
});
