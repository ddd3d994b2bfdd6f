import { setTimeout as sleep } from "node:timers/promises";
import { openConversations } from "../clients/open-conversations";
import { callApi, signIn } from "../clients/sign-in";
import { startJelou, startLoad, startViewers } from "../clients/start-clients";
import type { Figure } from "../figures";
import type { Plan } from "../plan";
import { type Heap, makeHeapReader } from "../servers/read-heap";
import { admin, type Desk, startDesk } from "../servers/start-desk";

/** Caches fill and code is compiled before it says anything. */
const warmUpMinutes = 4;
/** Between two collections of everything it swings by some megabytes: a few minutes say nothing of a slope. */
const fewestSteady = 8;
const eventsPerSecond = 50;
/** SQLite keeps 64 MB of pages. Until they are full what is resident grows with the database. */
const eventsBefore = 45_000;

/** Ten minutes of everything that goes on in a desk, at an ordinary rate: what it holds must not grow. */
export async function soak({ quick }: Plan): Promise<Figure[]> {
  const minutes = Number(process.env.SOAK_MINUTES ?? warmUpMinutes + (quick ? 2 : 10));
  const heap = makeHeapReader();
  const jelou = startJelou();
  const desk = await startDesk({
    gatewayUrl: await jelou.ask("gatewayUrl"),
    env: { ...heap.env, METRICS_TOKEN: "a-token-for-the-soak", LOG_LEVEL: "info" },
    nodeOptions: heap.nodeOptions,
  });
  await jelou.ask("serve", { webhookUrl: desk.url + desk.webhookPath, delayMs: 0 });
  const load = startLoad();
  const { port, webhookPath: path } = desk;
  let { failed } = await load.ask("flood", { port, path, events: eventsBefore, connections: 8 });
  const work = startWork(desk, jelou);
  const samples: Heap[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const events = eventsPerSecond * 60;
    const drip = { port, path, events, connections: 8, perSecond: eventsPerSecond };
    failed += (await load.ask("drip", drip)).failed;
    const { used, external, own } = await heap.read(desk.pid);
    samples.push({ used, external, own });
    console.log(
      `  minute ${minute + 1}: heap ${used.toFixed(1)} MB, external ${external.toFixed(1)} MB, resident ${own.toFixed(0)} MB`,
    );
  }
  const done = await work.stop();
  await Promise.all([load.stop(), jelou.stop(), desk.stop()]);
  const steady = samples.slice(warmUpMinutes);
  const flat: Pick<Figure, "promise"> =
    steady.length < fewestSteady ? {} : { promise: { of: "value", most: 0.5 } };
  const perMinute = (of: keyof Heap) => slopeOf(steady.map((sample) => sample[of]));
  return [
    { name: "JavaScript's heap grows by", value: perMinute("used"), unit: "MB/min", ...flat },
    { name: "what lies beside it grows by", value: perMinute("external"), unit: "MB/min", ...flat },
    { name: "what is resident grows by", value: perMinute("own"), unit: "MB/min" },
    { name: "heap at the end", value: samples.at(-1)?.used ?? Number.NaN, unit: "MB" },
    {
      name: "webhooks that were not taken",
      value: failed,
      unit: "",
      promise: { of: "value", most: 0 },
    },
    ...Object.entries(done).map(([name, value]) => ({ name, value, unit: "" })),
  ];
}

/** What goes on beside the events, each again and again until it is told to stop. */
function startWork(desk: Desk, jelou: ReturnType<typeof startJelou>) {
  const { url, port, cookie } = desk;
  const done = { viewers: 0, closes: 0, readings: 0, "sign-ins": 0, troubles: 0 };
  const viewers = startViewers();
  const stopped = new AbortController();
  const again = async (everyMs: number, run: () => Promise<unknown>) => {
    while (!stopped.signal.aborted) {
      await run().catch((error: unknown) => {
        done.troubles += 1;
        console.error(error);
      });
      await sleep(everyMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const running = [
    again(4_000, async () => {
      await viewers.ask("close");
      await viewers.ask("open", { port, cookie, count: 50, reading: true });
      done.viewers += 50;
    }),
    again(2_000, async () => {
      const [conversation] = await openConversations(desk, jelou, 1);
      const path = `/api/conversations/${conversation!.deskId}`;
      await callApi(url, cookie, "POST", `${path}/close`, { message: null, undoMs: 0 });
      done.closes += 1;
    }),
    again(300, async () => {
      for (const path of ["/api/conversations", "/api/conversations/counts", "/api/closes"])
        await callApi(url, cookie, "GET", path);
      await fetch(`${url}/conversations`, { headers: { cookie } }).then((page) => page.text());
      done.readings += 4;
    }),
    again(5_000, async () => {
      const own = await signIn(url, admin);
      await callApi(url, own, "GET", "/api/account");
      done["sign-ins"] += 1;
    }),
    again(5_000, async () => {
      const headers = { authorization: "Bearer a-token-for-the-soak" };
      await (await fetch(`${url}/api/metrics`, { headers })).text();
      await (await fetch(`${url}/api/health/ready`)).text();
    }),
  ];
  return {
    stop: async () => {
      stopped.abort();
      await Promise.all(running);
      await viewers.stop();
      return done;
    },
  };
}

/** Of the straight line that fits best, a step each. */
function slopeOf(values: number[]): number {
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const steps = values.map((_, index) => index);
  const [middle, level] = [mean(steps), mean(values)];
  const rise = steps.reduce((sum, step) => sum + (step - middle) * (values[step]! - level), 0);
  return rise / steps.reduce((sum, step) => sum + (step - middle) ** 2, 0);
}
