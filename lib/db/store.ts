import { notRunning } from "@/lib/errors";
import { metrics } from "@/lib/metrics";
import { once } from "@/lib/once";
import { isUnavailable } from "./is-unavailable";
import type { Db, Store, Tx } from "./open";

const shelf = () =>
  once("store", () => ({
    store: undefined as Store | undefined,
    afterCommit: new Set<() => void>(),
  }));

/** Makes the opened store that of this process. */
export function installStore(store: Store | undefined) {
  shelf().store = store;
}

export function store(): Store {
  const found = shelf().store;
  if (!found) throw notRunning();
  return found;
}

export const db = (): Db => store().db;

/** Called after every commit of `write`; returns the way to stop that. */
export function onCommit(listener: () => void) {
  shelf().afterCommit.add(listener);
  return () => shelf().afterCommit.delete(listener);
}

/** One writing transaction: all of it or nothing, one at a time over all processes. */
export async function write<T>(change: (tx: Tx) => Promise<T>): Promise<T> {
  const { db, engine } = store();
  const result = await countWrite(
    db.transaction().execute(async (tx) => {
      await engine.lockWriter(tx);
      return change(tx);
    }),
  );
  for (const listener of shelf().afterCommit) listener();
  return result;
}

async function countWrite<T>(transaction: Promise<T>): Promise<T> {
  const end = metrics().writeSeconds.startTimer();
  try {
    return await transaction;
  } catch (error) {
    if (isUnavailable(error)) metrics().databaseErrors.inc();
    throw error;
  } finally {
    end();
  }
}
