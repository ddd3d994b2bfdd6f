import pg from "pg";

export const deskLock = 7_303_002;

/**
 * Desks hold it together, a restore alone; the server frees it with the connection, within a minute of a machine's end.
 * @returns the way to free it; undefined where others have it who don't share it
 */
export async function tryLockDatabase(url: string, { alone }: { alone: boolean }) {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on("error", () => {});
  const free = () => client.end().catch(() => {});
  try {
    await client.connect();
    await client.query(
      "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3",
    );
    const shared = alone ? "" : "_shared";
    const answer = await client.query<{ locked: boolean }>(
      `select pg_try_advisory_lock${shared}($1) as locked`,
      [deskLock],
    );
    if (answer.rows[0]!.locked) return free;
  } catch (error) {
    await free();
    throw error;
  }
  await free();
  return undefined;
}
