import { setTimeout as sleep } from "node:timers/promises";
import { makeEvents } from "../bench/clients/make-events";
import { type EngineName, hold, onEach, type Plan, type Report, seconds, tell } from "./case";
import { count, databaseOf, openDesk } from "./desk";
import { countOf, postAll } from "./post-events";

/** Every event that was answered 200 is there once, however often the desk died meanwhile. */
async function killLoop(engine: EngineName, { some, within }: Plan): Promise<Report> {
  const [wanted, kills] = [some(100_000), some(50)];
  const desk = await openDesk({ databaseUrl: await databaseOf(engine) });
  const events = makeEvents(wanted);
  let taken = 0;
  const posting = postAll(desk, events, { onTaken: () => (taken += 1) });
  const starts: number[] = [];
  for (let killed = 0; killed < kills; killed += 1) {
    // In the middle of the work, and never at the same point of it.
    const due = ((killed + Math.random()) / kills) * wanted * 0.98;
    while (taken < due) await sleep(1);
    await desk.kill();
    const startedAt = performance.now();
    await desk.start();
    starts.push(performance.now() - startedAt);
  }
  const { statuses } = await posting;
  const [stored, messages, conversations] = [
    await count(desk, "deliveries", "verdict = 'stored'"),
    await count(desk, "messages"),
    await count(desk, "conversations"),
  ];
  const [same] = await desk.query("select count(distinct body) as n from deliveries");
  const ofEach = { messages: wanted * 0.8, conversations: Math.ceil(wanted / 10) };
  const slowest = Math.max(...starts);
  await desk.remove();
  return {
    tried: `${wanted} signed events over ${kills} × kill -9`,
    held: [
      hold(countOf(statuses, (status) => status === 200) === wanted, `${wanted} answered 200`),
      hold(Number(same?.n) === wanted, `${wanted - Number(same?.n)} lost`),
      hold(stored === wanted, `${stored - wanted} stored twice`),
      hold(
        messages === ofEach.messages && conversations === ofEach.conversations,
        `${messages} messages in ${conversations} conversations`,
      ),
      hold(
        countOf(statuses, (status) => status !== 200 && status !== 503 && status !== 0) === 0,
        "no answer but 200 and 503",
      ),
      hold(slowest < within(10_000), `ready again by itself after ${seconds(slowest)} at most`),
      tell(`${countOf(statuses, (status) => status === 0)} connections broken`),
    ],
  };
}

export const kills = onEach("kills", killLoop);
