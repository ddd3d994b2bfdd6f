import { expect, test } from "vitest";
import { hurry } from "../support/hurry.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { closePayload, startPayload } from "../support/payloads.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { agent, greet, get, close, settles, callsFor, withFault } = await openDeskWithJelou();

type Jelou = Awaited<ReturnType<typeof greet>>["jelou"];

const partsOf = (jelou: Jelou, at: number) => ({
  conversation: jelou.id,
  contact: jelou.user.id,
  bot: jelou.bot.id,
  at,
});

/** Jelou hands the same conversation over once more. */
const beginsAnew = (jelou: Jelou, at = Date.now()) => postWebhook(startPayload(partsOf(jelou, at)));

test("a conversation that begins anew under its id in the undo time isn't closed", async () => {
  const { id, jelou } = await greet({ at: Date.now() - 60_000 });
  const { body } = await close(id, { undoMs: 10_000 });
  await beginsAnew(jelou);
  await hurry(body.close.id);
  expect((await settles(id, "superseded")).status).toBe("open");
  expect(callsFor(jelou.user.id)).toEqual([]);
});

test.each([
  ["the planned attempt", (closeId: string) => hurry(closeId)],
  ["a person's retry", (closeId: string) => agent.post(`/api/closes/${closeId}/retry`)],
])("%s doesn't close a conversation that has begun anew", async (_name, tryAgain) => {
  const { id, jelou } = await greet({ at: Date.now() - 60_000 });
  withFault({ on: "close", status: 500 });
  await close(id);
  const { close: unknown } = await settles(id, "unknown");
  await beginsAnew(jelou);
  await tryAgain(unknown!.id);
  expect((await settles(id, "superseded")).status).toBe("open");
  expect(callsFor(jelou.user.id)).toHaveLength(1);
});

test("a start that is merely late is no new beginning", async () => {
  const { id, jelou } = await greet({ at: Date.now() - 60_000 });
  const { body } = await close(id, { undoMs: 10_000 });
  await beginsAnew(jelou, Date.now() - 120_000);
  await hurry(body.close.id);
  await settles(id, "confirmed");
});

test.each([
  ["before its webhook", true],
  ["after its webhook", false],
])(
  "a beginning while the call is under way leaves it open, heard of %s",
  async (_name, startFirst) => {
    const now = Date.now();
    const { id, jelou } = await greet({ at: now - 60_000 });
    withFault({ on: "close", status: 200, delayMs: 400, effect: false });
    await close(id);
    await settles(id, "sending");
    const steps = [
      () => beginsAnew(jelou, now + 500),
      () => postWebhook(closePayload(partsOf(jelou, now))),
    ];
    for (const step of startFirst ? steps : steps.toReversed()) await step();
    const { status } = await settles(id, "confirmed");
    expect(status).toBe("open");
    await expect.poll(() => callsFor(jelou.user.id)[0]?.status).toBe(200);
    expect(await get(id)).toMatchObject({ status: "open", close: { state: "confirmed" } });
  },
);

test("a beginning after a mark forgets the mark", async () => {
  const { id, jelou } = await greet({ at: Date.now() - 60_000 });
  const marked = await agent.post(`/api/conversations/${id}/mark-closed`, { note: "Por teléfono" });
  expect(marked.body).toMatchObject({ status: "closed", marked: { note: "Por teléfono" } });
  await beginsAnew(jelou);
  expect(await get(id)).toMatchObject({ status: "open", marked: null, closedAt: null });
  await close(id);
  expect((await settles(id, "confirmed")).marked).toBeNull();
});
