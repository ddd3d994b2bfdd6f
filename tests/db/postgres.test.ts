import { expect, test } from "vitest";
import { openStore } from "@/lib/db/open";
import { startPostgres } from "../support/postgres.ts";
import { installedBinaries, packagedBinaries } from "../support/postgres-binaries.ts";
import { temporaryDirectory } from "../support/settings.ts";

test.for([
  ["installed", installedBinaries()],
  ["packaged", packagedBinaries()],
] as const)("the %s PostgreSQL carries a desk's tables", async ([, binaries], { skip }) => {
  if (!binaries) return skip("It is not on this machine.");
  const cluster = await startPostgres(binaries);
  try {
    const store = await openStore({ databaseUrl: cluster.url, dataDir: temporaryDirectory() });
    expect(store.epoch).not.toBe("");
    await store.close();
  } finally {
    await cluster.stop();
  }
});
