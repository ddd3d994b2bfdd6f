import type { Child } from "../child";
import type { LoadCommands } from "../clients/load-process";
import { openConnection, toRequest } from "../clients/post-connection";
import { startLoad, startViewers } from "../clients/start-clients";
import type { ViewerCommands } from "../clients/viewers-process";
import type { Figure } from "../figures";
import type { Plan } from "../plan";
import { type Desk, startDesk } from "../servers/start-desk";
import { startServer } from "../servers/start-server";
import { median, percentile, sharedNow } from "../statistics";

type Viewers = Child<ViewerCommands>;

const count = 1_000;

/** One event to a thousand live streams, and many, beside the least that node:http can do with the same bytes. */
export async function fanOut({ quick }: Plan): Promise<Figure[]> {
  const desk = await startDesk();
  const bare = await startServer("tests/bench/servers/bare-broadcast.ts", "/");
  const load = startLoad();
  const [deskViewers, bareViewers] = [startViewers(), startViewers()];
  const { cookie } = desk;
  await deskViewers.ask("open", { port: desk.port, cookie, count, reading: true });
  await bareViewers.ask("open", { port: bare.port, cookie: "", count, reading: true });

  await postOne(desk, load, deskViewers);
  const frame = Buffer.from(await deskViewers.ask("frame"), "latin1");
  const single = { desk: [] as Lag[], bare: [] as Lag[] };
  for (let round = 0; round < (quick ? 10 : 50); round += 1) {
    single.desk.push(await postOne(desk, load, deskViewers));
    single.bare.push(await broadcast(bare.port, frame, 1, bareViewers));
  }
  const burst = { desk: [] as number[], bare: [] as number[] };
  const events = quick ? 100 : 500;
  for (let round = 0; round < (quick ? 2 : 3); round += 1) {
    burst.desk.push(await postMany(desk, load, deskViewers, events));
    const { sinceSent } = await broadcast(bare.port, frame, events, bareViewers);
    burst.bare.push((events * count) / (sinceSent / 1000));
  }
  await Promise.all([deskViewers.stop(), bareViewers.stop(), load.stop()]);
  await Promise.all([desk.stop(), bare.stop()]);

  const times = (who: "desk" | "bare", key: keyof Lag) => single[who].map((lag) => lag[key]);
  return [
    {
      name: "one event to all 1,000, from the answer to its post (p50)",
      value: median(times("desk", "sinceAnswer")),
      unit: "ms",
      peer: { name: "bare node:http", value: median(times("bare", "sinceAnswer")) },
      promise: { of: "ratio", most: 1.5 },
    },
    {
      name: "from the sending of its post (p50)",
      value: median(times("desk", "sinceSent")),
      unit: "ms",
      peer: { name: "bare node:http", value: median(times("bare", "sinceSent")) },
    },
    {
      name: "from the answer (p99)",
      value: percentile(times("desk", "sinceAnswer"), 0.99),
      unit: "ms",
      peer: { name: "bare node:http", value: percentile(times("bare", "sinceAnswer"), 0.99) },
      promise: { of: "value", most: 300 },
    },
    {
      name: `deliveries under a burst of ${events} events`,
      value: median(burst.desk),
      unit: "deliveries/s",
      peer: { name: "bare node:http", value: median(burst.bare) },
    },
  ];
}

/** Until the last viewer had it, in milliseconds. */
type Lag = { sinceSent: number; sinceAnswer: number };

async function postOne(desk: Desk, load: Child<LoadCommands>, viewers: Viewers): Promise<Lag> {
  await viewers.ask("expect", 1);
  const sent = await load.ask("flood", {
    port: desk.port,
    path: desk.webhookPath,
    events: 1,
    connections: 1,
  });
  const lastAt = await lastReceipt(viewers);
  return { sinceSent: lastAt - (sent.endedAt - sent.p50), sinceAnswer: lastAt - sent.endedAt };
}

/** Deliveries a second, from the first post to the last viewer's last frame. */
async function postMany(
  desk: Desk,
  load: Child<LoadCommands>,
  viewers: Viewers,
  events: number,
): Promise<number> {
  await viewers.ask("expect", events);
  const { startedAt } = await load.ask("flood", {
    port: desk.port,
    path: desk.webhookPath,
    events,
    connections: 32,
  });
  return (events * count) / (((await lastReceipt(viewers)) - startedAt) / 1000);
}

async function broadcast(
  port: number,
  frame: Buffer,
  times: number,
  viewers: Viewers,
): Promise<Lag> {
  await viewers.ask("expect", times);
  const connections = await Promise.all(
    Array.from({ length: Math.min(times, 32) }, () => openConnection(port)),
  );
  const request = toRequest("/", frame);
  const sentAt = sharedNow();
  let left = times;
  await Promise.all(
    connections.map(async (connection) => {
      while (left-- > 0) await connection.post(request);
      connection.close();
    }),
  );
  const answeredAt = sharedNow();
  const lastAt = await lastReceipt(viewers);
  return { sinceSent: lastAt - sentAt, sinceAnswer: lastAt - answeredAt };
}

async function lastReceipt(viewers: Viewers): Promise<number> {
  const { behind, lastAt } = await viewers.ask("received", 30_000);
  if (behind > 0) throw new Error(`${behind} viewers did not get everything`);
  return lastAt;
}
