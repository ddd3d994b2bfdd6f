import { statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { env } from "./env";
import { log } from "./log";
import { startLoop } from "./loop";
import { once } from "./once";

const lookEveryMs = 3_000;

type Listener = (nearlyFull: boolean) => void;

const shelf = () =>
  once("disk-space", () => ({
    /** Of the fullest of the disks that the desk writes to; undefined where it writes to none. */
    freeBytes: undefined as number | undefined,
    nearlyFull: false,
    listeners: new Set<Listener>(),
  }));

export const freeBytes = () => shelf().freeBytes;

/** Whether so little is left that it must be kept for what comes but once: people's changes wait. */
export const isNearlyFull = () => shelf().nearlyFull;

/** Called whenever that changes; returns the way to stop that. */
export function onNearlyFull(listener: Listener) {
  shelf().listeners.add(listener);
  return () => shelf().listeners.delete(listener);
}

/** Looks now, so that a desk knows before it takes anything, and every few seconds. */
export async function watchDiskSpace() {
  await lookAtDisks();
  return startLoop(
    async () => {
      await lookAtDisks();
      return lookEveryMs;
    },
    (error) => log().warn({ err: error }, "The free space of the disk can't be read"),
    lookEveryMs,
  );
}

export async function lookAtDisks() {
  const state = shelf();
  const free = await Promise.all(directories().map(freeIn));
  state.freeBytes = free.length === 0 ? undefined : Math.min(...free);
  const nearlyFull = (state.freeBytes ?? Number.POSITIVE_INFINITY) < env().minFreeBytes;
  if (nearlyFull === state.nearlyFull) return;
  state.nearlyFull = nearlyFull;
  if (nearlyFull)
    log().error(
      { freeBytes: state.freeBytes, minFreeBytes: env().minFreeBytes },
      "The disk is nearly full: changes of people are refused until there is room again",
    );
  else log().info({ freeBytes: state.freeBytes }, "The disk has room again");
  for (const listener of state.listeners) listener(nearlyFull);
}

/** Where this desk writes: the database, unless it is PostgreSQL's, and files, unless a bucket has them. */
function directories() {
  const { databaseUrl, s3, dataDir } = env();
  return [
    ...(databaseUrl ? [] : [dataDir]),
    ...(s3 ? [] : [join(/* turbopackIgnore: true */ dataDir, "uploads")]),
  ];
}

/** A directory that isn't there yet will be made on the disk of the one above it. */
async function freeIn(directory: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const above = dirname(directory);
    if (code !== "ENOENT" || above === directory) throw error;
    return freeIn(above);
  }
}
