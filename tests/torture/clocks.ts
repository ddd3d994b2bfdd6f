import { setTimeout as sleep } from "node:timers/promises";
import { makeEvents } from "../bench/clients/make-events";
import { type Case, type Held, hold, type Report, seconds, until } from "./case";
import type { Desk } from "./desk";
import { callsFor, closeThat, greet, type Jelou, openDeskWithJelou } from "./jelou-desk";
import { countOf, postAll } from "./post-events";
import { StreamClient } from "./stream-client";

const tenMinutes = 600_000;
const undoMs = 3_000;
/** The undo time and the usual way from there. */
const closedWithinMs = undoMs + 7_000;

/** One close from its order to Jelou's word, with something done in its undo time. */
async function closeOnce(
  sandbox: Jelou,
  desk: Desk,
  name: string,
  meanwhile: () => unknown = () => {},
): Promise<Held> {
  const [customer] = await greet(sandbox, desk, 1);
  const path = `/api/conversations/${customer!.id}/close`;
  await desk.admin.call("POST", path, { message: null, undoMs });
  const orderedAt = performance.now();
  await meanwhile();
  const end = await closeThat(
    desk,
    customer!.id,
    ({ state }) => state === "confirmed",
    closedWithinMs,
  );
  const calls = callsFor(sandbox, customer!).length;
  return hold(
    end.state === "confirmed" && end.status === "closed" && calls === 1,
    `${name}: ${end.state} after ${calls} call and ${seconds(performance.now() - orderedAt)}`,
  );
}

/** Jelou's clock is ten minutes before ours, then ten behind. */
async function jelouIsOff(): Promise<Report> {
  const { sandbox, desk } = await openDeskWithJelou();
  const now = Date.now;
  const held: Held[] = [];
  for (const [name, offset] of [
    ["right", 0],
    ["ahead", tenMinutes],
    ["behind", -tenMinutes],
  ] as const) {
    Date.now = () => now() + offset;
    const { statuses } = await postAll(desk, makeEvents(200));
    held.push(
      hold(countOf(statuses, (status) => status !== 200) === 0, `${name}: 200 events taken`),
    );
    held.push(await closeOnce(sandbox, desk, name));
  }
  Date.now = now;
  await desk.remove();
  return { tried: "a Jelou whose clock is ten minutes ahead, or behind", held };
}

/** The desk's own clock jumps while it works. */
async function deskJumps(): Promise<Report> {
  const { sandbox, desk } = await openDeskWithJelou({
    settings: { CLOCK_STEPS: [tenMinutes, -2 * tenMinutes, tenMinutes].join() },
    wrap: ([program = "", ...rest]) => [
      program,
      "--import",
      "./tests/torture/shift-clock.mjs",
      ...rest,
    ],
  });
  const stream = new StreamClient(desk, desk.admin.cookie);
  await stream.connect();
  const held: Held[] = [];
  for (const name of ["ten minutes on", "twenty back", "right again"]) {
    const jump = () => process.kill(desk.pid(), "SIGUSR2");
    held.push(await closeOnce(sandbox, desk, name, jump));
    const before = stream.seen.size;
    const { statuses } = await postAll(desk, makeEvents(100));
    await until(async () => stream.seen.size >= before + 100, 3_000);
    const taken = countOf(statuses, (status) => status === 200);
    held.push(
      hold(taken === 100 && stream.seen.size >= before + 100, `${name}: ${taken} events pushed`),
    );
    // The look at who doesn't read, and at sessions.
    await sleep(2_000);
    held.push(hold(stream.connected, `${name}: the stream goes on`));
  }
  const [row] = await desk.query("select count(*) as n from live_events");
  const gaps = Number(row?.n) - stream.seen.size;
  stream.drop();
  await desk.remove();
  return {
    tried: "a desk whose clock jumps by ten minutes and back",
    held: [...held, hold(gaps <= 10, "0 frames missing")],
  };
}

export const clocks: Record<string, Case> = {
  "clock-jelou": { waits: true, run: jelouIsOff },
  "clock-desk": { waits: true, run: deskJumps },
};
