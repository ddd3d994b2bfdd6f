import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { peakWithStalled } from "../bench/measures/stalled-viewers";
import { makeHeapReader } from "../bench/servers/read-heap";
import { type Case, hold, type Plan, type Report, tell } from "./case";
import { openDesk } from "./desk";
import { StreamClient } from "./stream-client";

/** Viewers that stop reading, beside ten that read, while a megabyte and a half goes to each every second. */
async function stalled({ short, some }: Plan): Promise<Report> {
  const viewers = some(50);
  const lasting = short ? 4 : 10;
  const measures = [0, viewers].map((count) => () => peakWithStalled(count, lasting));
  // Side by side they disturb each other alike.
  const [healthy, { peak, stillOpen }] = short
    ? await Promise.all([measures[0]!(), measures[1]!()])
    : [await measures[0]!(), await measures[1]!()];
  const added = peak - healthy.peak;
  return {
    tried: `${viewers} viewers that stop reading for ${lasting} s`,
    held: [
      hold(stillOpen === 0, `${viewers - stillOpen} cut within 5 s or 256 KiB`),
      hold(added < 20, `${added.toFixed(0)} MB added`),
    ],
  };
}

/** Opened and dropped, some before the first byte came: nothing of them stays. */
async function dropped({ some }: Plan): Promise<Report> {
  const streams = some(5_000);
  if (process.platform !== "linux")
    return { tried: "streams opened and dropped", held: [tell("can't be measured here")] };
  const heap = makeHeapReader();
  const desk = await openDesk({
    settings: heap.env,
    wrap: ([program = "", ...rest]) => [program, ...heap.nodeOptions, ...rest],
  });
  const read = async () => {
    const { used, external } = await heap.read(desk.pid());
    return { memory: used + external, handles: readdirSync(`/proc/${desk.pid()}/fd`).length };
  };
  const openAndDrop = async () => {
    const client = new StreamClient(desk, desk.admin.cookie);
    const begun = client.connect();
    if (Math.random() < 0.3) client.drop();
    await begun.catch(() => {});
    client.drop();
  };
  const inTurns = async (times: number) => {
    for (let done = 0; done < times; done += 50) {
      await Promise.all(Array.from({ length: Math.min(50, times - done) }, openAndDrop));
    }
  };
  await inTurns(500);
  await sleep(1_000);
  const before = await read();
  await inTurns(streams);
  await sleep(2_000);
  const after = await read();
  const more = Math.max(0, after.handles - before.handles);
  const grown = after.memory - before.memory;
  await desk.remove();
  return {
    tried: `${streams} streams opened and dropped`,
    held: [
      hold(more <= 2, `${more} handles more than before`),
      // One that is kept takes two kilobytes at the least.
      hold(grown < 5, `${Math.max(0, grown).toFixed(1)} MB more`),
    ],
  };
}

export const streams: Record<string, Case> = {
  stalled: { run: stalled },
  dropped: { run: dropped },
};
