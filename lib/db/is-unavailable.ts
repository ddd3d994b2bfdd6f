/** SQLite: full, busy, i/o. PostgreSQL: connection, resources, operator's intervention; Node's socket errors. */
const transient =
  /^(SQLITE_(FULL|BUSY|IOERR|CANTOPEN|READONLY|LOCKED)|08|53|57P|ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE)/;

/** Whether the database failed, and not what it was asked. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && transient.test(code)) return true;
  return /connection terminated|timeout exceeded when trying to connect|driver has already been destroyed|database connection is not open/i.test(
    error.message,
  );
}
