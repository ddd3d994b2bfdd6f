import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../bench/cleaning";
import { makeEvents, type SignedEvent } from "../bench/clients/make-events";
import { projectKeys } from "../bench/project-keys";
import { messagePayload } from "../support/payloads";
import { type Case, hold, type Plan, type Report, seconds, tell, until } from "./case";
import { type Desk, openDesk, queryRows } from "./desk";
import { postOnce, signed } from "./post-events";
import { findSmallDisk } from "./small-disk";
import { StreamClient } from "./stream-client";

/** Events until the disk is full, more of them while it is, and again when there is room. */
async function fullDisk({ some, within }: Plan): Promise<Report> {
  const disk = findSmallDisk();
  if (!disk) return { tried: "a full disk", held: [tell("not possible on this machine")] };
  const desk = await openDesk({ wrap: disk.wrap });
  const place = [desk.dataDir, desk.pid()] as const;
  const stored = async () => {
    // SQLite would take the path of that folder for one of ours.
    const copy = makeFolder("disk");
    for (const name of ["mostrador.db", "mostrador.db-wal"])
      copyFileSync(join(disk.seenAs(...place), name), join(copy, name));
    const file = join(copy, "mostrador.db");
    const [row] = await queryRows(file, "select count(*) as n from deliveries");
    return Number(row?.n);
  };
  const stream = new StreamClient(desk, desk.admin.cookie);
  await stream.connect();
  const before = await postEach(desk, makeEvents(200));
  disk.fill(...place, 1024 * 1024);
  const filling = await postEach(desk, makeEvents(some(5_000), 2_000));
  const full = await postEach(desk, makeEvents(some(1_000), 2_000));
  const people = await callStatus(desk, "POST", "/api/projects", {
    name: "x".repeat(80),
    jelouProjectId: "another",
  });
  const reading = await callStatus(desk, "GET", "/api/conversations");
  disk.makeRoom(...place);
  const madeAt = performance.now();
  const id = "after-all";
  const last = signed(messagePayload({ project: projectKeys.jelouProjectId, id }));
  const recovered = await until(async () => (await postOnce(desk, last)) === 200, 20_000);
  const recoveredMs = performance.now() - madeAt;
  const after = await postEach(desk, makeEvents(200));
  const seenBefore = stream.seen.size;
  await until(async () => stream.seen.size >= seenBefore + 200, 5_000);
  const all = [before, filling, full, after];
  const taken = all.reduce((sum, each) => sum + each.taken, 1);
  const other = all.flatMap((each) => each.other);
  const rows = await stored();
  const slowest = Math.max(...all.map((each) => each.slowestMs));
  const pushed = stream.connected;
  stream.drop();
  await desk.remove();
  return {
    tried: `${disk.what}, filled: ${all.reduce((sum, each) => sum + each.posted, 1)} events`,
    held: [
      hold(
        full.refused > 0 && full.taken < full.posted / 2,
        `${filling.refused + full.refused} answered 503`,
      ),
      hold(other.length === 0, other.length ? `others ${[...new Set(other)]}` : "no other answer"),
      hold(rows === taken, `${taken} answered 200, ${rows} stored`),
      hold(slowest < within(10_000), `the slowest answer after ${seconds(slowest)}`),
      hold(people === 503 || people === 201, `people are told ${people}`),
      hold(reading === 200, `reading goes on (${reading})`),
      hold(recovered && after.taken === after.posted, `well again ${seconds(recoveredMs)} after`),
      hold(pushed, "its stream goes on"),
    ],
  };
}

async function postEach(desk: Desk, events: SignedEvent[]) {
  let [taken, refused, slowestMs] = [0, 0, 0];
  const other: number[] = [];
  const queue = [...events];
  const work = async () => {
    for (let event = queue.pop(); event; event = queue.pop()) {
      const sentAt = performance.now();
      const status = await postOnce(desk, event);
      slowestMs = Math.max(slowestMs, performance.now() - sentAt);
      if (status === 200) taken += 1;
      else if (status === 503) refused += 1;
      else other.push(status);
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  return { posted: events.length, taken, refused, other, slowestMs };
}

async function callStatus({ url, admin }: Desk, method: string, path: string, body?: unknown) {
  const headers = { cookie: admin.cookie, "content-type": "application/json" };
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
  return (await fetch(url + path, init)).status;
}

export const disk: Record<string, Case> = { disk: { run: fullDisk } };
