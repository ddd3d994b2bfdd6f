import pg from "pg";
import { mintScope } from "@/lib/auth/scope";
import { listParams } from "@/lib/conversations/input";
import { countConversations, listConversations } from "@/lib/conversations/read-list";
import { openStore, type Store } from "@/lib/db/open";
import { installStore } from "@/lib/db/store";
import { startPostgres } from "@/tests/support/postgres";
import { endWithRun, makeFolder } from "../cleaning";
import type { Figure } from "../figures";
import { agentId, fillConversations, projectIds, rareName } from "../fill-conversations";
import type { Plan } from "../plan";
import { median, percentile, sharedNow } from "../statistics";

const day = 86_400_000;
const agent = mintScope(agentId, "agent", projectIds);
const list = (given: Record<string, string> = {}) =>
  listConversations(agent, listParams.parse(given));

const lists: Record<string, () => Promise<unknown>> = {
  "the inbox": () => list(),
  "those who wait longest": () => list({ sort: "waiting" }),
  "the closed ones": () => list({ status: "closed" }),
  "all, a later page": () => list({ status: "all", cursor: `${Date.now() - 40 * day}.0` }),
  "one's own": () => list({ assignee: "me" }),
  "the counts": () => countConversations(agent, undefined),
};

const searches: Record<string, () => Promise<unknown>> = {
  "a rare name": () => list({ status: "all", q: rareName }),
  "a common name": () => list({ status: "all", q: "maria" }),
  "a common name in the inbox": () => list({ q: "maria" }),
  "first and last name": () => list({ status: "all", q: "lucia morales" }),
  "the last digits of a number": () => list({ status: "all", q: "4471" }),
  "two letters": () => list({ status: "all", q: "ro" }),
  "two letters that nobody has": () => list({ status: "all", q: "zx" }),
  "what nobody has": () => list({ status: "all", q: "xilofono" }),
};

/** The list, its counts and its search, beside themselves with a hundredth of the conversations. */
export async function measureLists({ quick }: Plan): Promise<Figure[]> {
  const [few, many] = quick ? [1_000, 100_000] : [10_000, 1_000_000];
  const figures: Figure[] = [];
  for (const engine of ["sqlite", "postgres"] as const) {
    const small = await makeStore(engine, few);
    const large = await makeStore(engine, many);
    for (const [name, read] of Object.entries(lists)) {
      const [fewer, more] = await timeBoth(read, small, large, quick ? 20 : 100);
      figures.push(
        {
          name: `${engine}: ${name}, of ${few} (p50)`,
          value: median(fewer),
          unit: "ms",
          promise: { of: "value", most: 5 },
        },
        {
          name: `${engine}: ${name}, of ${many} (p50)`,
          value: median(more),
          unit: "ms",
          peer: { name: `of ${few}`, value: median(fewer) },
          promise: { of: "ratio", most: 2 },
        },
        { name: `${engine}: ${name}, of ${many} (p99)`, value: percentile(more, 0.99), unit: "ms" },
      );
    }
    for (const [name, read] of Object.entries(searches)) {
      const [fewer, more] = await timeBoth(read, small, large, quick ? 10 : 30);
      figures.push(
        {
          name: `${engine}: search ${name}, of ${many} (p50)`,
          value: median(more),
          unit: "ms",
          peer: { name: `of ${few}`, value: median(fewer) },
          promise: { of: "value", most: 50 },
        },
        { name: `${engine}: search ${name} (p99)`, value: percentile(more, 0.99), unit: "ms" },
      );
    }
    installStore(undefined);
    await Promise.all([small.close(), large.close()]);
  }
  return figures;
}

async function timeBoth(read: () => Promise<unknown>, small: Store, large: Store, times: number) {
  const measured: [number[], number[]] = [[], []];
  for (let round = -3; round < times; round += 1) {
    for (const [index, store] of [small, large].entries()) {
      installStore(store);
      const startedAt = sharedNow();
      await read();
      if (round >= 0) measured[index]!.push(sharedNow() - startedAt);
    }
  }
  return measured;
}

let cluster: Promise<{ url: string; stop: () => Promise<void> }> | undefined;
let databases = 0;

/** As it is after a restart, since the tables were filled past the desk. */
async function makeStore(engine: "sqlite" | "postgres", count: number): Promise<Store> {
  const databaseUrl = engine === "postgres" ? await makeDatabase() : undefined;
  const dataDir = makeFolder("lists");
  const empty = await openStore({ databaseUrl, dataDir });
  await fillConversations(empty, dataDir, count);
  await empty.close();
  const store = await openStore({ databaseUrl, dataDir });
  return { ...store, close: endWithRun(() => store.close()) };
}

async function makeDatabase() {
  cluster ??= startPostgres().then(({ url, stop }) => ({ url, stop: endWithRun(stop) }));
  const url = new URL((await cluster).url);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  databases += 1;
  await client.query(`create database bench_${databases}`);
  await client.end();
  url.pathname = `bench_${databases}`;
  return url.href;
}
