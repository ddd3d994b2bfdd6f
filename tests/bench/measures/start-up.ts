import { makeFolder } from "../cleaning";
import type { Figure } from "../figures";
import type { Plan } from "../plan";
import { startBareDesk } from "../servers/start-desk";
import { startEmptyApp } from "../servers/start-empty-app";
import { median } from "../statistics";

/** From the start of the process to its first answer: with a new database, with one of before, and an app with nothing in it. */
export async function startUp({ quick }: Plan): Promise<Figure[]> {
  const times = { first: [] as number[], again: [] as number[], empty: [] as number[] };
  for (let round = 0; round < (quick ? 3 : 7); round += 1) {
    const settings = { DATA_DIR: makeFolder("data") };
    for (const kind of ["first", "again"] as const) {
      const desk = await startBareDesk(settings);
      times[kind].push(desk.readyMs);
      await desk.stop();
    }
    const empty = await startEmptyApp();
    times.empty.push(empty.readyMs);
    await empty.stop();
  }
  const peer = { name: "empty Next app", value: median(times.empty) };
  const shared = { unit: "ms", peer, promise: { of: "value" as const, most: 1_000 } };
  return [
    { name: "ready, on a database of before (p50)", value: median(times.again), ...shared },
    { name: "ready, for the first time ever (p50)", value: median(times.first), ...shared },
  ];
}
