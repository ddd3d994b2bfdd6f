import { setTimeout as sleep } from "node:timers/promises";
import { makeEvents } from "../bench/clients/make-events";
import { watchStream } from "../bench/clients/watch-stream";
import { percentile } from "../bench/statistics";
import { type EngineName, hold, onEach, type Plan, type Report, tell, until } from "./case";
import { type Desk, databaseOf, openDesk } from "./desk";
import { postAll } from "./post-events";
import { StreamClient } from "./stream-client";

const clients = 20;
const perSecond = 200;

/** Streams that break at any point and come back, while events go on coming. */
async function breakStreams(engine: EngineName, { some }: Plan): Promise<Report> {
  const drops = some(1_000);
  const desk = await openDesk({ databaseUrl: await databaseOf(engine) });
  const { cookie } = desk.admin;
  const events = makeEvents(Math.ceil((drops / clients) * 0.45 * perSecond));
  const steady = await watchStream(desk.port, cookie, messageIdOf);
  const viewers = Array.from({ length: clients }, () => new StreamClient(desk, cookie));
  await Promise.all(viewers.map((viewer) => viewer.connect()));
  const before = await lastSeq(desk);

  const takenAt = new Map<string, number>();
  const loading = postAll(desk, events, {
    perSecond,
    onTaken: (index, at) => {
      const id = messageIdOf(events[index]!.body.toString("latin1"));
      if (id) takenAt.set(id, at);
    },
  });
  const breakOften = async (viewer: StreamClient) => {
    for (let dropped = 0; dropped < drops / clients; dropped += 1) {
      await sleep(Math.random() * 600);
      viewer.drop();
      await sleep(Math.random() * 250);
      // Now and then he gives up before the stream has begun.
      const coming = viewer.connect();
      if (Math.random() < 0.1) viewer.drop();
      await coming.catch(() => viewer.connect());
    }
  };
  await Promise.all([loading, ...viewers.map(breakOften)]);
  const wanted = await seqsAfter(desk, before);
  const complete = () => viewers.filter((viewer) => wanted.every((seq) => viewer.seen.has(seq)));
  await until(async () => complete().length === clients, 10_000);
  const lags = await Promise.all(
    [...takenAt].map(async ([id, at]) => (await steady.seen(id)) - at),
  );
  const gaps = viewers.flatMap((viewer) => wanted.filter((seq) => !viewer.seen.has(seq)));
  const sum = (key: "repeats" | "resets" | "disorders") =>
    viewers.reduce((total, viewer) => total + viewer[key], 0);
  for (const viewer of viewers) viewer.drop();
  steady.close();
  await desk.remove();
  return {
    tried: `${drops} random disconnects of ${clients} streams at ${perSecond} events/s`,
    held: [
      hold(wanted.length > 0, `${wanted.length} frames for each`),
      hold(gaps.length === 0, `${gaps.length} missing`),
      hold(sum("disorders") === 0, `${sum("disorders")} out of order`),
      hold(sum("resets") === 0, `${sum("resets")} resets`),
      tell(`${sum("repeats")} repeats that a client drops`),
      tell(`push p99 ${percentile(lags, 0.99).toFixed(0)} ms after the answer`),
    ],
  };
}

const messageIdOf = (text: string) =>
  /"jelouMessageId":"([^"]+)"/.exec(text)?.[1] ?? /"value":\{"id":"([^"]+)"/.exec(text)?.[1];

const lastSeq = async (desk: Desk) =>
  Number((await desk.query("select max(seq) as n from live_events"))[0]?.n ?? 0);

const seqsAfter = async (desk: Desk, seq: number) =>
  (await desk.query(`select seq from live_events where seq > ${seq} order by seq`)).map((row) =>
    Number(row.seq),
  );

export const disconnects = onEach("disconnects", breakStreams);
