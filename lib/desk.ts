import { emptyRoom } from "./auth/waiting-room";
import { startFeeder } from "./bulk-closes/feeder";
import { startAutoCloser } from "./conversations/auto-closer";
import { startCloser } from "./conversations/closer";
import { loadLiveRows } from "./conversations/read-live";
import { startStartSweeper } from "./conversations/start-sweeper";
import { requireClock, watchClock } from "./db/clock-gap";
import { announceKeys } from "./db/desk-keys";
import { openStore } from "./db/open";
import { installStore } from "./db/store";
import { startDeliverySweeper } from "./deliveries/sweeper";
import { watchDiskSpace } from "./disk-space";
import { env } from "./env";
import { isAppError } from "./errors";
import { Hub, installHub, type LoadRows } from "./live/hub";
import { hideSecrets, log } from "./log";
import { startSender } from "./messages/sender";
import { once } from "./once";
import { loadPresence } from "./presence/read";
import { startPresenceSweeper } from "./presence/sweeper";
import { startUploadSweeper } from "./uploads/sweeper";
import { hasUsers } from "./users/read";
import { createFirstAdmin, setupToken } from "./users/write";

type Desk = {
  /** Says goodbye to the viewers, lets requests (`served`) and calls end, and closes the database. */
  stop: (served?: Promise<unknown>) => Promise<void>;
};

const shelf = () => once("desk", () => ({ desk: undefined as Desk | undefined, ready: false }));

/** Whether the desk takes work: false before it has started and from the moment it is told to stop. */
export const deskIsReady = () => shelf().ready;

/** Opens the database and starts what runs by itself. @throws Error that says what to do */
export async function startDesk(): Promise<Desk> {
  const settings = env();
  const store = await openStore(settings);
  installStore(store);
  const withdrawKeys = await requireClock()
    .then(() => announceKeys(store, settings.encryptionKeys))
    .catch(async (error: unknown) => {
      installStore(undefined);
      await store.close();
      throw error;
    });
  await welcomeFirstAdmin();
  if (settings.databaseUrl && !settings.s3)
    log().info(
      "Files lie in DATA_DIR/uploads: several desks must share it, or have a bucket (S3_…)",
    );
  const hub = new Hub(store, loadRows);
  await hub.start();
  installHub(hub);
  const workers = [
    await watchDiskSpace(),
    watchClock(),
    startCloser(),
    startFeeder(),
    startSender(),
    startAutoCloser(),
    startStartSweeper(),
    startPresenceSweeper(),
    startUploadSweeper(),
    startDeliverySweeper(),
  ];
  const stop = async (served?: Promise<unknown>) => {
    shelf().ready = false;
    emptyRoom();
    await hub.stop();
    await Promise.all([served, ...workers.map((worker) => worker.stop())]);
    await withdrawKeys();
    installHub(undefined);
    installStore(undefined);
    await store.close();
  };
  let stopping: Promise<void> | undefined;
  const desk = { stop: (served?: Promise<unknown>) => (stopping ??= stop(served)) };
  Object.assign(shelf(), { desk, ready: true });
  return desk;
}

const loadRows: LoadRows = async (rows) => {
  const [changed, present] = await Promise.all([loadLiveRows(rows), loadPresence(rows)]);
  return new Map([...changed, ...present]);
};

/** Next goes on, answering 500 to everybody, when its start throws: a desk that can't start ends its process. */
export async function startDeskOrExit() {
  try {
    await startDesk();
  } catch (error) {
    console.error(hideSecrets(error instanceof Error ? error.message : String(error)));
    process.exit(1);
  }
}

/** What a server's end calls; nothing where no desk runs. */
export const runningDesk = () => shelf().desk;

async function welcomeFirstAdmin() {
  if (await hasUsers()) return;
  const { firstAdmin, appUrl } = env();
  if (firstAdmin) {
    const name = firstAdmin.email.split("@")[0]!;
    // A conflict means that another desk, started at the same time, was quicker.
    await createFirstAdmin({ ...firstAdmin, name }).catch((error: unknown) => {
      if (!isAppError(error) || error.code !== "conflict") throw error;
    });
    return;
  }
  const link = new URL(`/setup?token=${setupToken()}`, appUrl);
  log().info(`There are no users yet. Make the first admin at ${link.href}`);
}
