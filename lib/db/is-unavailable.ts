/**
 * SQLite: full, busy, i/o. PostgreSQL: connection, resources, operator's intervention, what took too long, waited for
 * itself or had stood still; Node's errors of sockets and disks.
 */
const transient =
  /^(SQLITE_(FULL|BUSY|IOERR|CANTOPEN|READONLY|LOCKED)|08|53|57P|57014|55P03|40P01|25P0[34]|ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|ENOSPC|EDQUOT|EFBIG|EROFS|EIO|EMFILE|ENFILE)/;

/** Whether the database failed, and not what it was asked. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && transient.test(code)) return true;
  return /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|driver has already been destroyed|database connection is not open/i.test(
    error.message,
  );
}
