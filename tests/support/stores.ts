import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, inject } from "vitest";
import { openStore, type Store } from "@/lib/db/open";
import { installStore } from "@/lib/db/store";
import { applySettings, temporaryDirectory } from "./settings.ts";

export const engines = ["sqlite", "postgres"] as const;
export type EngineName = (typeof engines)[number];

let databases = 0;

/** The address of a new, empty database in the cluster of this run. */
export async function createDatabase(): Promise<string> {
  const url = new URL(inject("postgresUrl"));
  databases += 1;
  const name = `test_${process.pid}_${databases}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  url.pathname = name;
  return url.href;
}

/** What `openStore` takes for a place that has never been used. */
export async function newPlace(engine: EngineName) {
  const dataDir = temporaryDirectory();
  const databaseUrl = engine === "postgres" ? await createDatabase() : undefined;
  return { dataDir, databaseUrl, file: join(dataDir, "mostrador.db") };
}

export type OpenPlace = Awaited<ReturnType<typeof newPlace>> & { store: Store };

/** Runs the tests of `body` on both databases, each test with an empty one that is the process's own. */
export function onEachEngine(body: (place: () => OpenPlace, engine: EngineName) => void) {
  describe.each(engines)("on %s", (engine) => {
    let open: OpenPlace;
    beforeEach(async () => {
      const place = await newPlace(engine);
      applySettings({ DATA_DIR: place.dataDir, APP_URL: "http://127.0.0.1:3000" });
      open = { ...place, store: await openStore(place) };
      installStore(open.store);
    });
    afterEach(async () => {
      installStore(undefined);
      await open.store.close();
    });
    body(() => open, engine);
  });
}
