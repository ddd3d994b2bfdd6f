import pg from "pg";

type Limits = { statementMs: number; silenceMs: number };

/**
 * Jelou is thought to wait twenty seconds for an answer: whoever can't be served is told well before. A server that
 * doesn't even say that a statement took too long has gone silent.
 */
const limits: Limits = { statementMs: 10_000, silenceMs: 12_000 };

export const openPool = (url: string, { statementMs, silenceMs } = limits) =>
  makePool(url, {
    Client: withImpatience(silenceMs),
    statement_timeout: statementMs,
    // A desk that stands still in the middle of a write would keep the others from theirs.
    idle_in_transaction_session_timeout: statementMs,
  });

/** Lets a statement take as long as it needs. */
export const openPatientPool = (url: string) => makePool(url, {});

function makePool(url: string, more: pg.PoolConfig) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    ...more,
  });
  // A connection's loss is met again by the next query, which opens a new one; whoever was using it is told by his own.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

type Query = (...given: unknown[]) => unknown;
type Connected = { connection: { stream: { destroy: () => void } } };

/**
 * A client that hangs up on a server which says nothing: all who wait on that connection are told, and nobody is given it
 * again. The driver's own `query_timeout` would leave it with a transaction open.
 */
function withImpatience(silenceMs: number) {
  return class extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super(config);
      const ask = this.query.bind(this) as Query;
      const hangUp = () => (this as unknown as Connected).connection.stream.destroy();
      const query: Query = (...given) => {
        const answer = ask(...given);
        if (!(answer instanceof Promise)) return answer;
        const silent = setTimeout(hangUp, silenceMs);
        return answer.finally(() => clearTimeout(silent));
      };
      this.query = query as typeof this.query;
    }
  };
}
