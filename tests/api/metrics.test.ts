import { expect, test } from "vitest";
import { env } from "@/lib/env";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { messagePayload } from "../support/payloads.ts";
import { stranger } from "../support/people.ts";
import { postWebhook } from "../support/post-webhook.ts";

const metricsToken = "a-token-for-the-figures";
const { desk, agent, greet, close, settles } = await openDeskWithJelou({
  METRICS_TOKEN: metricsToken,
});

const ask = (authorization?: string) =>
  stranger().open("/api/metrics", authorization ? { headers: { authorization } } : {});

/** The value of a series, by its name and labels as Prometheus writes them. */
async function figure(series: string) {
  const text = await (await ask(`Bearer ${metricsToken}`)).text();
  const line = text.split("\n").find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
}

test("only who has the token gets figures, and nobody where there is none", async () => {
  for (const wrong of [
    undefined,
    metricsToken,
    `Bearer ${metricsToken}x`,
    "Bearer ",
    "Basic eA==",
  ]) {
    const refused = await ask(wrong);
    expect(refused.status).toBe(401);
    expect(await refused.text()).not.toContain("mostrador_");
  }
  const given = await ask(`Bearer ${metricsToken}`);
  expect(given.status).toBe(200);
  expect(given.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  Object.assign(env(), { metricsToken: undefined });
  expect((await ask(`Bearer ${metricsToken}`)).status).toBe(404);
  expect((await ask("Bearer undefined")).status).toBe(404);
  Object.assign(env(), { metricsToken });
});

test("events count by what became of them", async () => {
  const count = (outcome: string) => figure(`mostrador_webhooks_total{outcome="${outcome}"}`);
  const before = (await count("stored")) ?? 0;
  const event = messagePayload({ conversation: "counted" });
  await postWebhook(event);
  await postWebhook(event);
  await postWebhook({ event: "of no known kind" });
  await postWebhook(event, { secret: "another" });
  expect(await count("stored")).toBe(before + 1);
  expect(await count("duplicate")).toBe(1);
  expect(await count("quarantined")).toBe(1);
  expect(await count("unauthenticated")).toBe(1);
  expect(await figure("mostrador_webhook_batch_size_count")).toBeGreaterThanOrEqual(3);
  expect(await figure("mostrador_database_write_seconds_count")).toBeGreaterThanOrEqual(3);
});

test("a close counts by its calls, and by how long Jelou took", async () => {
  const { id } = await greet();
  const viewer = await watch(agent);
  await viewer.ready();
  await close(id);
  await settles(id, "confirmed");
  expect(await figure('mostrador_attempts_total{kind="close",outcome="accepted"}')).toBe(1);
  expect(await figure('mostrador_settle_seconds_count{kind="close",state="confirmed"}')).toBe(1);
  expect(await figure('mostrador_queue_length{kind="close"}')).toBe(0);
  expect(await figure("mostrador_live_viewers")).toBe(1);
  expect(await figure("mostrador_live_bytes_total")).toBeGreaterThan(100);
  expect(await figure("mostrador_bulk_jobs")).toBe(0);
  expect(await figure('mostrador_database_file_bytes{file="database"}')).toBeGreaterThan(1_000);
  expect(await figure("mostrador_disk_free_bytes")).toBeGreaterThan(0);
  expect(
    await figure('mostrador_audited_total{action="session.started",result="done"}'),
  ).toBeGreaterThan(0);
});

test("requests count by their route, and whatever strangers try makes no more of them", async () => {
  const tries = Array.from({ length: 50 }, (_, n) =>
    fetch(`${desk.url}/try-${n}/x?token=${n}`, { method: n % 2 ? "GET" : "PROPFIND" }),
  );
  await Promise.all([...tries, fetch(`${desk.url}/api/conversations/some-id/messages`)]);
  await expect
    .poll(() => figure('mostrador_http_requests_total{method="GET",route="other",status="404"}'))
    .toBe(25);
  const text = await (await ask(`Bearer ${metricsToken}`)).text();
  expect(text).not.toContain("try-");
  expect(text).not.toContain("some-id");
  expect(text).toContain('route="/api/conversations/[id]/messages",status="401"} 1');
});
