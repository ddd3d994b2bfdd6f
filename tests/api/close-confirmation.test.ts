import { expect, onTestFinished, test } from "vitest";
import { hurry } from "../support/hurry.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";

const { desk, sandbox, agent, greet, get, close, settles, callsFor, withFault } =
  await openDeskWithJelou({ JELOU_TIMEOUT_MS: "400" });

test("without its webhook a close that Jelou took stays accepted, and closed", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "webhook", event: "conversation.close", lose: true });
  await close(id);
  const { status, closedAt, close: accepted } = await settles(id, "accepted");
  expect(status).toBe("closed");
  expect(closedAt).toBeGreaterThan(0);
  expect(accepted).toMatchObject({ lastStatus: 200, nextAttemptAt: null });
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("the webhook may come before the answer", async () => {
  const { id, jelou } = await greet();
  sandbox.webhookTiming = "before";
  onTestFinished(() => {
    sandbox.webhookTiming = "after";
  });
  await close(id);
  const { status } = await settles(id, "confirmed");
  await sandbox.settle();
  expect(status).toBe("closed");
  expect((await get(id)).close).toMatchObject({ state: "confirmed", lastError: null });
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("the webhook may come instead of the answer, and then nothing is tried again", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", hang: true, effect: true });
  await close(id);
  await settles(id, "confirmed");
  await desk.restart();
  expect(await get(id)).toMatchObject({ status: "closed", close: { state: "confirmed" } });
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("a webhook after an unknown outcome settles it and stops the retries", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", status: 500 });
  await close(id);
  await settles(id, "unknown");
  sandbox.expire(jelou.id, "closed_by_operator");
  const { status, close: confirmed } = await settles(id, "confirmed");
  expect(status).toBe("closed");
  expect(confirmed).toMatchObject({ nextAttemptAt: null, lastError: null });
});

test("a webhook after a refusal settles it", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", status: 401 });
  await close(id);
  await settles(id, "refused");
  sandbox.expire(jelou.id);
  expect((await settles(id, "confirmed")).status).toBe("closed");
});

test("a conversation that ends by itself in the undo time needs no call", async () => {
  const { id, jelou } = await greet();
  await close(id, { undoMs: 10_000 });
  sandbox.expire(jelou.id);
  const { status, endedReason, close: ended } = await settles(id, "confirmed");
  expect([status, endedReason]).toEqual(["closed", "EXPIRED"]);
  expect(ended?.lastError?.code).toBe("closed_elsewhere");
  expect(callsFor(jelou.user.id)).toEqual([]);
});

test.each([401, 404, 422])(
  "after an unknown attempt a %d settles it as unknown, with no more tries",
  async (status) => {
    const { id, jelou } = await greet();
    withFault({ on: "close", status: 500 });
    withFault({ on: "close", status });
    await close(id);
    const planned = await settles(id, "unknown");
    await hurry(planned.close?.id);
    await expect.poll(async () => (await get(id)).close?.attempts).toBe(2);
    await expect.poll(async () => (await get(id)).close?.settledAt).not.toBeNull();
    expect(await get(id)).toMatchObject({
      status: "open",
      close: { state: "unknown", nextAttemptAt: null, lastStatus: status },
    });
    expect(callsFor(jelou.user.id)).toHaveLength(2);
  },
);

test("an unknown close is tried four times more at growing pauses, then left to people", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", status: 500 }, 5);
  await close(id);
  for (const [index, delay] of [15_000, 30_000, 60_000, 120_000].entries()) {
    await expect.poll(async () => (await get(id)).close?.attempts).toBe(index + 1);
    const { status, close: unknown } = await settles(id, "unknown");
    expect(status).toBe("closing");
    const wait = unknown!.nextAttemptAt! - Date.now();
    expect(wait).toBeGreaterThan(delay - 2_000);
    expect(wait).toBeLessThanOrEqual(delay);
    await hurry(unknown?.id);
  }
  await expect.poll(async () => (await get(id)).close?.settledAt).not.toBeNull();
  expect(await get(id)).toMatchObject({
    status: "open",
    close: { state: "unknown", attempts: 5, nextAttemptAt: null },
  });
  expect(callsFor(jelou.user.id)).toHaveLength(5);
});

test("an agent may try a refused close again", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", status: 401 });
  const { body } = await close(id, { message: { type: "text", text: "Adiós" } });
  await settles(id, "refused");
  const again = await agent.post(`/api/closes/${body.close.id}/retry`);
  expect(again.status).toBe(202);
  expect(again.body.close).toMatchObject({ id: body.close.id, settledAt: null });
  const { close: confirmed } = await settles(id, "confirmed");
  expect(confirmed?.attempts).toBe(2);
  expect(callsFor(jelou.user.id).map((call) => call.body)).toEqual(
    Array(2).fill({
      botId: "bot",
      userId: jelou.user.id,
      redirectPayload: { type: "text", text: "Adiós" },
    }),
  );
  const settled = await agent.post(`/api/closes/${body.close.id}/retry`);
  expect(settled.status).toBe(409);
  expect(settled.body.close.state).toBe("confirmed");
});

test("a planned attempt of an unknown close may be made at once", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", status: 500 });
  const { body } = await close(id);
  await settles(id, "unknown");
  expect((await agent.post(`/api/closes/${body.close.id}/retry`)).status).toBe(202);
  await settles(id, "confirmed");
  expect(callsFor(jelou.user.id)).toHaveLength(2);
});

test("only the latest close of a conversation can be tried again", async () => {
  const { id, jelou } = await greet();
  withFault({ on: "close", status: 401 }, 2);
  const first = await close(id);
  await settles(id, "refused");
  const second = await close(id);
  expect(second.body.close.id).not.toBe(first.body.close.id);
  await settles(id, "refused");
  expect((await agent.post(`/api/closes/${first.body.close.id}/retry`)).status).toBe(409);
  expect(callsFor(jelou.user.id)).toHaveLength(2);
});
