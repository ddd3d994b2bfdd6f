import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { makeEvents } from "../bench/clients/make-events";
import { openConnection } from "../bench/clients/post-connection";
import { readMemory, watchPeak } from "../bench/servers/read-memory";
import { type Case, hold, type Plan, type Report, seconds, until } from "./case";
import { type Desk, openDesk } from "./desk";
import { countOf, postAll, requestFor } from "./post-events";

const body =
  "POST /api/webhooks/jelou/torture HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n{";
const signIn =
  "POST /api/auth/callback/credentials HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{";

/** What each kind says first, and again and again. */
const kinds: Record<string, { first: string; drip: string }> = {
  "headers that drip": { first: "GET / HTTP/1.1\r\nHost: a\r\n", drip: "X-A: b\r\n" },
  "headers that stop": { first: "GET / HTTP/1.1\r\nHost: a\r\nX-A", drip: "" },
  "bodies that drip": { first: body, drip: "1" },
  "bodies that stop": { first: body, drip: "" },
  "sign-ins that drip": { first: signIn, drip: "1" },
  "connections that say nothing": { first: "", drip: "" },
};
const longestMs = 90_000;

/** Hundreds who take their time: everybody else is served, and they are cut. */
async function slowloris({ some, within }: Plan): Promise<Report> {
  const ofEach = some(200);
  const desk = await openDesk();
  const startedAt = performance.now();
  const slow = Object.entries(kinds).flatMap(([kind, { first, drip }]) =>
    Array.from({ length: ofEach }, () => openSlow(desk, kind, first, drip)),
  );
  const kept = await openConnection(desk.port);
  const [first, second] = makeEvents(2).map((event) => requestFor(desk, event));
  await kept.post(first!);
  await sleep(1_000);
  const events = makeEvents(1_000);
  const { statuses, slowestMs } = await postAll(desk, events, { perSecond: 200 });
  const asked = performance.now();
  await desk.admin.call("GET", "/api/conversations");
  const page = performance.now() - asked;
  const stillOpen = () => slow.filter(({ closedAt }) => closedAt() === undefined);
  await until(async () => stillOpen().length === 0, longestMs - (performance.now() - startedAt));
  const cut = Object.keys(kinds).map((kind) => {
    const times = slow.filter((each) => each.kind === kind).map(({ closedAt }) => closedAt());
    const open = times.filter((at) => at === undefined).length;
    if (open > 0) return hold(false, `${open} ${kind} not cut in ${seconds(longestMs)}`);
    return hold(
      true,
      `${kind} cut after ${seconds(Math.max(...times.map((at) => at! - startedAt)))}`,
    );
  });
  const goesOn = await kept.post(second!);
  kept.close();
  for (const { socket } of slow) socket.destroy();
  await desk.remove();
  return {
    tried: `${ofEach} each of ${Object.keys(kinds).length} kinds of slow clients`,
    held: [
      hold(countOf(statuses, (status) => status !== 200) === 0, "1000 events of others taken"),
      hold(Math.max(slowestMs, page) < within(2_000), `the slowest in ${seconds(slowestMs)}`),
      ...cut,
      hold(goesOn === 200, "a kept connection that rests is left alone"),
    ],
  };
}

function openSlow({ port }: Desk, kind: string, first: string, drip: string) {
  const socket: Socket = connect({ port, host: "127.0.0.1" });
  let closedAt: number | undefined;
  const dripping = setInterval(() => {
    if (drip !== "" && socket.writable) socket.write(drip);
  }, 500);
  const end = () => {
    clearInterval(dripping);
    closedAt ??= performance.now();
  };
  // Who is answered before he has finished is cut as well.
  socket.on("error", end).on("close", end).on("end", end).resume();
  if (first !== "") socket.write(first);
  return { kind, socket, closedAt: () => closedAt };
}

const mebibyte = 1024 * 1024;

/** Strangers who send all of a large body but its end: the desk doesn't keep them all. */
async function hoard({ some }: Plan): Promise<Report> {
  const count = some(2_000);
  const desk = await openDesk();
  const before = readMemory(desk.pid());
  const memory = watchPeak(desk.pid());
  const head = `POST ${desk.webhookPath} HTTP/1.1\r\nHost: a\r\nContent-Length: ${mebibyte}\r\n\r\n`;
  const almost = head + "x".repeat(mebibyte - 1);
  const hoarders = Array.from({ length: count }, () => openSlow(desk, "", almost, ""));
  await sleep(3_000);
  const { statuses } = await postAll(desk, makeEvents(200), { connections: 8 });
  const grown = (await memory.stop()) - before;
  for (const { socket } of hoarders) socket.destroy();
  await sleep(500);
  const after = await postAll(desk, makeEvents(200));
  await desk.remove();
  const others = countOf(statuses, (status) => status !== 200);
  return {
    tried: `${count} bodies of 1 MiB without an end`,
    held: [
      hold(grown < 500, `${grown.toFixed(0)} MB more at most`),
      hold(others === 0, "200 events of others taken meanwhile"),
      hold(
        after.statuses.get(200) === 200 && after.statuses.size === 1,
        "200 events taken after it",
      ),
    ],
  };
}

export const slowClients: Record<string, Case> = {
  slowloris: { waits: true, run: slowloris },
  hoarders: { run: hoard },
};
