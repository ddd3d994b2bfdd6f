import { setTimeout as sleep } from "node:timers/promises";
import { startLoad, startViewers } from "../clients/start-clients";
import { watchPeak } from "../servers/read-memory";
import { startDesk } from "../servers/start-desk";

const perSecond = 100;

/** The most memory while events go out for so long, one and a half megabytes a second to each viewer. */
export async function peakWithStalled(count: number, seconds: number) {
  const desk = await startDesk();
  const load = startLoad();
  const [readers, sleepers] = [startViewers(), startViewers()];
  const { port, cookie, webhookPath: path } = desk;
  const drip = (length: number) =>
    load.ask("drip", {
      port,
      path,
      events: length * perSecond,
      connections: 32,
      perSecond,
      textLength: 15_000,
    });
  await readers.ask("open", { port, cookie, count: 10, reading: true });
  await drip(3);
  await sleepers.ask("open", { port, cookie, count, reading: false });
  const watch = watchPeak(desk.pid);
  await drip(seconds);
  const peak = await watch.stop();
  await sleep(6_000);
  const stillOpen = await sleepers.ask("wake");
  await Promise.all([readers.stop(), sleepers.stop(), load.stop()]);
  await desk.stop();
  return { peak, stillOpen };
}
