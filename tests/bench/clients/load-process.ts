// Posts webhooks as fast as they are taken, or at a given rate, and times each answer.
import { setTimeout as sleep } from "node:timers/promises";
import { answerCommands } from "../child";
import { percentile, sharedNow } from "../statistics";
import { makeEvents } from "./make-events";
import { openConnection, toReading, toRequest } from "./post-connection";

export type Load = {
  port: number;
  path: string;
  events: number;
  connections: number;
  /** Of each message's text, at least. */
  textLength?: number;
};
export type Reading = {
  port: number;
  path: string;
  cookie: string;
  count: number;
  perSecond: number;
};
export type LoadResult = {
  perSecond: number;
  p50: number;
  p99: number;
  slowest: number;
  /** Answers that were no 200. */
  failed: number;
  /** When the first post was sent and the last answer came, on the clock that all processes share. */
  startedAt: number;
  endedAt: number;
};

const commands = {
  /** Each connection posts its next event as soon as the last one was answered. */
  flood: async ({ port, path, events, connections, textLength }: Load): Promise<LoadResult> => {
    const requests = makeRequests(path, events, textLength);
    const times = new Float64Array(requests.length);
    let next = 0;
    let failed = 0;
    const open = await openAll(port, connections);
    const startedAt = sharedNow();
    await Promise.all(
      open.map(async (connection) => {
        for (let index = next++; index < requests.length; index = next++) {
          const sentAt = sharedNow();
          if ((await connection.post(requests[index]!)) !== 200) failed += 1;
          times[index] = sharedNow() - sentAt;
        }
      }),
    );
    for (const connection of open) connection.close();
    return summary(times, startedAt, failed);
  },

  /** At a steady rate, each timed from when it was due: a server that stalls can't hide it by delaying us. */
  drip: ({
    port,
    path,
    events,
    connections,
    textLength,
    perSecond,
  }: Load & { perSecond: number }) =>
    sendSteadily(port, makeRequests(path, events, textLength), connections, perSecond),

  /** The same for the reading of one address. */
  read: ({ port, path, cookie, count, perSecond }: Reading) =>
    sendSteadily(port, Array(count).fill(toReading(path, cookie)), 8, perSecond),
};

export type LoadCommands = typeof commands;

async function sendSteadily(
  port: number,
  requests: Buffer[],
  connections: number,
  perSecond: number,
): Promise<LoadResult> {
  const times = new Float64Array(requests.length);
  let failed = 0;
  const idle = await openAll(port, connections);
  const all = [...idle];
  const queue: (() => void)[] = [];
  const startedAt = sharedNow();
  const send = async (index: number, dueAt: number) => {
    if (idle.length === 0) await new Promise<void>((resolve) => queue.push(resolve));
    const connection = idle.pop()!;
    if ((await connection.post(requests[index]!)) !== 200) failed += 1;
    times[index] = sharedNow() - dueAt;
    idle.push(connection);
    queue.shift()?.();
  };
  const sent: Promise<void>[] = [];
  while (sent.length < requests.length) {
    const due = Math.floor(((sharedNow() - startedAt) / 1000) * perSecond);
    while (sent.length <= Math.min(due, requests.length - 1)) {
      sent.push(send(sent.length, startedAt + (sent.length / perSecond) * 1000));
    }
    await sleep(1);
  }
  await Promise.all(sent);
  for (const connection of all) connection.close();
  return summary(times, startedAt, failed);
}

const makeRequests = (path: string, events: number, textLength?: number) =>
  makeEvents(events, textLength).map(({ body, signature }) =>
    toRequest(path, body, { "X-Jelou-Signature": signature }),
  );

const openAll = (port: number, connections: number) =>
  Promise.all(Array.from({ length: connections }, () => openConnection(port)));

function summary(times: Float64Array, startedAt: number, failed: number): LoadResult {
  const endedAt = sharedNow();
  return {
    perSecond: (times.length / (endedAt - startedAt)) * 1000,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    slowest: percentile(times, 1),
    failed,
    startedAt,
    endedAt,
  };
}

answerCommands(commands);
