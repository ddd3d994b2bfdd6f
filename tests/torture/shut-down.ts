import { setTimeout as sleep } from "node:timers/promises";
import { pauseAfter } from "@/lib/live/connect-stream";
import { endWithRun } from "../bench/cleaning";
import { projectKeys } from "../bench/project-keys";
import { startSandbox } from "../support/jelou/sandbox";
import { type Case, hold, type Plan, type Report, seconds, until } from "./case";
import { openDesk } from "./desk";
import { StreamClient } from "./stream-client";

const streams = 200;
const slowMs = 3_000;

/** A deploy: told to end with streams open and a request under way, and started again. */
async function endWithStreams({ within }: Plan): Promise<Report> {
  const sandbox = await startSandbox();
  endWithRun(() => sandbox.close());
  const { jelouProjectId: id, ...keys } = projectKeys;
  sandbox.addProject({ id, ...keys });
  const settings = { JELOU_TIMEOUT_MS: "10000" };
  const desk = await openDesk({ gatewayUrl: sandbox.gatewayUrl, settings });
  const viewers = Array.from({ length: streams }, () => new StreamClient(desk, desk.admin.cookie));
  await Promise.all(viewers.map((viewer) => viewer.connect()));

  sandbox.faults.next({ on: "close", delayMs: slowMs, status: 422 });
  const request = desk.admin
    .call("POST", `/api/projects/${desk.projectId}/test`)
    .then(({ ok }) => ok === true)
    .catch(() => false);
  await until(async () => sandbox.callsTo("close").length > 0, 5_000);
  const toldAt = performance.now();
  const code = await desk.stop();
  const ended = performance.now() - toldAt;
  const answered = await request;
  const told = await until(async () => viewers.every((viewer) => !viewer.connected), 2_000);

  const starting = desk.start();
  const comeBack = async (viewer: StreamClient) => {
    let failures = 1;
    while (!viewer.connected) {
      await sleep(pauseAfter(failures));
      await viewer.connect().catch(() => (failures += 1));
    }
    return performance.now();
  };
  const returns = viewers.map(comeBack);
  await starting;
  const readyAt = performance.now();
  const back = Math.max(0, ...(await Promise.all(returns)).map((at) => at - readyAt));
  for (const viewer of viewers) viewer.drop();
  await desk.remove();
  return {
    tried: `SIGTERM with ${streams} streams and a request of ${seconds(slowMs)} under way`,
    held: [
      hold(code === 0, `exit ${code}`),
      hold(ended <= 10_000, `after ${seconds(ended)}`),
      hold(answered, answered ? "the request answered" : "the request not answered"),
      hold(told, "every stream ended"),
      hold(back <= within(5_000), `all back ${seconds(back)} after the next start at most`),
    ],
  };
}

export const shutDown: Record<string, Case> = {
  "shut-down": { waits: true, run: endWithStreams },
};
