/**
 * Every column that holds sealed values: keys are checked and changed by this list. Whoever seals more adds it here.
 * `alongside` means nothing without it.
 */
export const sealedColumns = [
  { table: "projects", column: "credentials", alongside: ["credentials_hint"] },
  { table: "projects", column: "webhook_secret", alongside: ["webhook_secret_hint"] },
  { table: "projects", column: "webhook_header", alongside: ["webhook_header_hint"] },
  { table: "projects", column: "webhook_alternate", alongside: ["webhook_alternate_until"] },
  { table: "users", column: "totp_secret", alongside: ["totp_since"] },
] as const;

export type SealedColumn = (typeof sealedColumns)[number];
type Table = SealedColumn["table"];

const owners: Record<Table, string> = { projects: "project", users: "user" };

/** What a sealed value is bound to, so that it opens nowhere else. */
export const sealedIn = <T extends Table>(
  table: T,
  id: string,
  column: Extract<SealedColumn, { table: T }>["column"],
) => `${owners[table]}:${id}:${column}`;
