import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { projectKeys } from "../bench/project-keys";
import { messagePayload } from "../support/payloads";
import { type Case, hold, type Plan, type Report, seconds, until } from "./case";
import { type Desk, openCluster } from "./desk";
import { callsFor, closeThat, greet, openDeskWithJelou, orderClose } from "./jelou-desk";
import { postOnce, signed } from "./post-events";
import { StreamClient } from "./stream-client";

type Cluster = Awaited<ReturnType<typeof openCluster>>;
type Outage = {
  begin: (cluster: Cluster) => Promise<void>;
  end: (cluster: Cluster) => Promise<void>;
};

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** PostgreSQL's first process and all that it has made. */
function processesOf(pid: number): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return [pid, ...pairs.flatMap(([child, parent]) => (parent === pid ? [child!] : []))];
}

const signalAll = (signal: NodeJS.Signals) => async (cluster: Cluster) => {
  for (const pid of processesOf(cluster.pid())) process.kill(pid, signal);
};

const gone: Outage = {
  begin: async (cluster) => {
    const pid = cluster.pid();
    process.kill(pid, "SIGINT");
    await until(async () => !isRunning(pid), 10_000);
  },
  end: (cluster) => cluster.start(),
};
const paused: Outage = { begin: signalAll("SIGSTOP"), end: signalAll("SIGCONT") };

/** The longest that anybody waits for a 503; Jelou is said to wait for twenty seconds. */
const longestAnswerMs = 15_000;

const outage =
  (name: string, { begin, end }: Outage) =>
  async ({ short, within }: Plan): Promise<Report> => {
    // Longer than the desk bears a silence.
    const lastingMs = short ? 15_000 : 20_000;
    const cluster = await openCluster();
    const { sandbox, desk } = await openDeskWithJelou({
      databaseUrl: cluster.url,
      settings: { JELOU_TIMEOUT_MS: "10000" },
    });
    const [customer] = await greet(sandbox, desk, 1);
    const stream = new StreamClient(desk, desk.admin.cookie);
    await stream.connect();
    await postOne(desk, "before");
    // A call whose answer comes while nobody can write it down.
    sandbox.faults.next({ on: "close", delayMs: 3_000 });
    await orderClose(desk, customer!.id);
    await until(async () => callsFor(sandbox, customer!).length > 0, 5_000, 5);
    await begin(cluster);
    const beganAt = performance.now();
    const answers: { status: number; ms: number }[] = [];
    const keepPosting = async (worker: number) => {
      for (let turn = 0; performance.now() - beganAt < lastingMs; turn += 1) {
        const sentAt = performance.now();
        const status = await postOne(desk, `${worker}-${turn}`);
        answers.push({ status, ms: performance.now() - sentAt });
        await sleep(100);
      }
    };
    const reading = timed(() =>
      fetch(`${desk.url}/api/conversations`, { headers: { cookie: desk.admin.cookie } }),
    );
    const working = Promise.all(Array.from({ length: 20 }, (_, worker) => keepPosting(worker)));
    await sleep(lastingMs);
    await end(cluster);
    const endedAt = performance.now();
    const recovered = await until(async () => (await postOne(desk, "after")) === 200, 20_000);
    const recoveredMs = performance.now() - endedAt;
    await working;
    const page = await reading;
    const { state, status } = await closeThat(
      desk,
      customer!.id,
      (facts) => ["accepted", "confirmed"].includes(facts.state),
      10_000,
    );
    const calls = callsFor(sandbox, customer!).length;
    const wanted = await desk.query("select seq from live_events where kind = 'message'");
    const missing = () => wanted.filter(({ seq }) => !stream.seen.has(Number(seq)));
    await until(async () => missing().length === 0, 10_000);
    const taken = answers.filter((answer) => answer.status === 200).length;
    const odd = answers.filter((answer) => answer.status !== 200 && answer.status !== 503);
    const slowest = Math.max(page.ms, ...answers.map((answer) => answer.ms));
    const rows = await desk.query("select count(*) as n from messages");
    const unmissed = missing().length;
    const connected = stream.connected;
    stream.drop();
    await desk.remove();
    return {
      tried: `PostgreSQL ${name} for ${seconds(lastingMs)}, ${answers.length} events meanwhile`,
      held: [
        hold(
          answers.some((answer) => answer.status === 503),
          `${answers.length - taken} answered 503`,
        ),
        hold(
          odd.length === 0,
          odd.length ? `others ${odd.map((each) => each.status)}` : "no other answer",
        ),
        hold(slowest <= within(longestAnswerMs), `the slowest after ${seconds(slowest)}`),
        hold(page.status === 503 || page.status === 200, `a page's data ${page.status}`),
        // Whoever wasn't answered 200 may be there all the same, and would come again.
        hold(Number(rows[0]?.n) >= taken + 2, "0 lost"),
        hold(recovered, `well again ${seconds(recoveredMs)} after`),
        hold(unmissed === 0 && connected, `${unmissed} missing in the stream, which went on`),
        hold(
          calls === 1 && ["accepted", "confirmed"].includes(state) && status === "closed",
          `a close under way: ${state} after ${calls} call`,
        ),
      ],
    };
  };

const postOne = (desk: Desk, id: string) =>
  postOnce(
    desk,
    signed(messagePayload({ project: projectKeys.jelouProjectId, at: Date.now(), id: `m-${id}` })),
  );

async function timed(ask: () => Promise<Response>) {
  const startedAt = performance.now();
  const { status } = await ask();
  return { status, ms: performance.now() - startedAt };
}

const listeners = "from pg_stat_activity where query ilike 'listen %'";

/** The connection on which a desk hears that the log grew, cut again and again while events come. */
async function dropListener({ some, within }: Plan): Promise<Report> {
  const times = some(50);
  const cluster = await openCluster();
  const { desk } = await openDeskWithJelou({ databaseUrl: cluster.url });
  const stream = new StreamClient(desk, desk.admin.cookie);
  await stream.connect();
  let slowest = 0;
  let cut = 0;
  for (let turn = 0; turn < times; turn += 1) {
    await until(async () => (await desk.query(`select pid ${listeners}`)).length > 0, 5_000);
    cut += (await desk.query(`select pg_terminate_backend(pid) ${listeners}`)).length;
    const before = stream.seen.size;
    const sentAt = performance.now();
    await postOne(desk, `turn-${turn}`);
    await until(async () => stream.seen.size > before, 5_000, 5);
    slowest = Math.max(slowest, performance.now() - sentAt);
  }
  const back = await until(
    async () => (await desk.query(`select pid ${listeners}`)).length > 0,
    5_000,
  );
  const wanted = await desk.query("select seq from live_events where kind = 'message'");
  const missing = wanted.filter(({ seq }) => !stream.seen.has(Number(seq)));
  stream.drop();
  await desk.remove();
  return {
    tried: `${times} times the listener's connection cut`,
    held: [
      hold(cut >= times, `${cut} cut`),
      hold(Boolean(back), "back by itself"),
      hold(missing.length === 0, `${missing.length} frames missing`),
      hold(slowest < within(2_000), `the latest push after ${seconds(slowest)}`),
    ],
  };
}

export const databases: Record<string, Case> = {
  "database-gone": { waits: true, run: outage("gone", gone) },
  "database-paused": { waits: true, run: outage("paused", paused) },
  "database-listener": { waits: true, run: dropListener },
};
