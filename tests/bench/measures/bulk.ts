import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "../child";
import type { JelouCommands } from "../clients/jelou-process";
import type { LoadCommands } from "../clients/load-process";
import { openConnection, toRequest } from "../clients/post-connection";
import { callApi } from "../clients/sign-in";
import { startJelou, startLoad } from "../clients/start-clients";
import type { Figure } from "../figures";
import type { Plan } from "../plan";
import { projectKeys } from "../project-keys";
import { readMemory, watchPeak } from "../servers/read-memory";
import { type Desk, startDesk } from "../servers/start-desk";
import { median, sharedNow } from "../statistics";

/** Calls that a desk has under way to one project at most. */
const atATime = 4;
const answerMs = 50;
const readsPerSecond = 20;
const message = { type: "text", text: "Gracias por escribirnos." };
/** The list's first page stays full whatever the job has closed. */
const listPath = "/api/conversations?status=all";

type Job = {
  id: string;
  state: string;
  total: number;
  succeeded: number;
  failed: number;
  skipped: number;
};
type World = { desk: Desk; jelou: Child<JelouCommands>; load: Child<LoadCommands> };

/** Closing many at once: as many calls as Jelou's own time lets through, and a desk that stays quick and small meanwhile. */
export async function bulk({ quick }: Plan): Promise<Figure[]> {
  const jelou = startJelou();
  const gatewayUrl = await jelou.ask("gatewayUrl");
  const world = { desk: await startDesk({ gatewayUrl }), jelou, load: startLoad() };
  const { desk, load } = world;
  const few = quick ? 300 : 1_000;
  const many = quick ? 2_000 : 10_000;
  const seconds = (few * answerMs) / atATime / 1_000;

  const bare = await callBare(world, gatewayUrl, quick ? 100 : 200);
  await serve(world, true);
  await closeAll(world, 40);
  await startConversations(jelou, few);
  const before = await readList(world, seconds);
  const memoryBefore = readMemory(desk.pid);
  const memory = watchPeak(desk.pid);
  const alone = await closeAll(world, 0);
  await startConversations(jelou, few);
  const [beside, during] = await Promise.all([closeAll(world, 0), readList(world, seconds)]);
  const memoryPeak = await memory.stop();
  await sleep(2_000);
  const memoryAfter = readMemory(desk.pid);
  const part = await closePart(world, many, quick ? 4 : 10);
  bare.push(...(await callBare(world, gatewayUrl, quick ? 100 : 200)));
  await Promise.all([load.stop(), jelou.stop()]);
  await desk.stop();

  const answer = median(bare);
  const perSecond = ({ calls, ms }: Calls) => (calls * 1_000) / (ms + answer);
  const limit = {
    unit: "calls/s",
    peer: { name: `a bare client, ${atATime} at a time`, value: (atATime * 1_000) / answer },
    promise: { of: "ratio" as const, least: 0.85 },
  };
  const sizeBefore = { name: "before", value: memoryBefore };
  return [
    { name: `a job of ${few}, Jelou taking ${answerMs} ms`, value: perSecond(alone), ...limit },
    { name: "the same while its list is read", value: perSecond(beside), ...limit },
    { name: `the first of a job of ${many}, likewise`, value: perSecond(part), ...limit },
    ...(["p50", "p99"] as const).flatMap((key) => [
      {
        name: `a list's first page while a job of ${few} runs (${key})`,
        value: during[key],
        unit: "ms",
        peer: { name: "before it", value: before[key] },
      },
      {
        name: `while one of ${many} runs (${key})`,
        value: part.during[key],
        unit: "ms",
        peer: { name: "before it", value: part.before[key] },
      },
    ]),
    { name: `memory at most, in jobs of ${few}`, value: memoryPeak, unit: "MB", peer: sizeBefore },
    { name: "  and after them", value: memoryAfter, unit: "MB", peer: sizeBefore },
    { name: `what the first of a job of ${many} adds at most`, value: part.growth, unit: "MB" },
    { name: `a job of ${many} ordered, until its answer`, value: part.orderMs, unit: "ms" },
    { name: "  and until its first call", value: part.firstCallMs, unit: "ms" },
    { name: "a job stopped, until its answer", value: part.stopMs, unit: "ms" },
  ];
}

const serve = ({ desk, jelou }: World, tellsDesk: boolean) =>
  jelou.ask("serve", {
    webhookUrl: tellsDesk ? desk.url + desk.webhookPath : "",
    delayMs: answerMs,
  });

/** Not more at once than a desk takes in its stride. */
async function startConversations(jelou: World["jelou"], count: number) {
  for (let left = count; left > 0; left -= 200)
    await jelou.ask("startConversations", Math.min(200, left));
}

/** The times of close calls that the desk has no part in, so many under way at once. */
async function callBare({ desk, jelou, load }: World, gatewayUrl: string, calls: number) {
  await serve({ desk, jelou, load }, false);
  const who = await jelou.ask("startConversations", calls);
  const { port, pathname } = new URL(gatewayUrl);
  const path = `${pathname}/external-support/${projectKeys.jelouProjectId}/conversations/close`;
  const times: number[] = [];
  const callOn = async () => {
    const connection = await openConnection(Number(port));
    for (let each = who.pop(); each; each = who.pop()) {
      const { botId, userId } = each;
      const body = Buffer.from(JSON.stringify({ botId, userId, redirectPayload: message }));
      const request = toRequest(path, body, { "x-api-key": projectKeys.apiKey });
      const startedAt = sharedNow();
      const status = await connection.post(request);
      if (status !== 200) throw new Error(`Jelou answered ${status}`);
      times.push(sharedNow() - startedAt);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: atATime }, callOn));
  return times;
}

const readList = ({ desk, load }: World, seconds: number) =>
  load.ask("read", {
    port: desk.port,
    path: listPath,
    cookie: desk.cookie,
    count: Math.ceil(seconds * readsPerSecond),
    perSecond: readsPerSecond,
  });

/** How many calls came to Jelou, and the time from the first of them to the last. */
type Calls = { calls: number; ms: number; firstAt: number };

async function callsAfter({ jelou }: World, earlier: number): Promise<Calls> {
  const times = (await jelou.ask("closeTimes")).slice(earlier);
  const [firstAt = Number.NaN] = times;
  return { calls: times.length, ms: (times.at(-1) ?? Number.NaN) - firstAt, firstAt };
}

const order = ({ desk }: World) =>
  callApi(desk.url, desk.cookie, "POST", "/api/bulk-closes", {
    filter: { status: "open" },
    message,
    undoMs: 0,
  }) as Promise<Job>;

/** Everything that is open, in one job, with as many more. @throws Error where not all of it went well */
async function closeAll(world: World, more: number): Promise<Calls> {
  const { desk, jelou } = world;
  await startConversations(jelou, more);
  const earlier = (await jelou.ask("closeTimes")).length;
  let job = await order(world);
  while (job.state !== "finished") {
    // As often as the screens look.
    await sleep(1_000);
    const path = `/api/bulk-closes/${job.id}?limit=1`;
    job = (await callApi(desk.url, desk.cookie, "GET", path)) as Job;
  }
  if (job.succeeded + job.skipped < job.total)
    throw new Error(`${job.failed} closes of a job failed`);
  return callsAfter(world, earlier);
}

/** So many in one job, stopped after some seconds. */
async function closePart(world: World, count: number, seconds: number) {
  const { desk, jelou } = world;
  await startConversations(jelou, count);
  const before = await readList(world, seconds);
  const memoryBefore = readMemory(desk.pid);
  const memory = watchPeak(desk.pid);
  const earlier = (await jelou.ask("closeTimes")).length;
  const [orderedAt, startedAt] = [Date.now(), sharedNow()];
  const { id } = await order(world);
  const orderMs = sharedNow() - startedAt;
  const during = await readList(world, seconds);
  const stoppedAt = sharedNow();
  await callApi(desk.url, desk.cookie, "POST", `/api/bulk-closes/${id}/stop`, {});
  const stopMs = sharedNow() - stoppedAt;
  const growth = (await memory.stop()) - memoryBefore;
  const calls = await callsAfter(world, earlier);
  const firstCallMs = calls.firstAt - orderedAt;
  return { ...calls, before, during, growth, orderMs, firstCallMs, stopMs };
}
