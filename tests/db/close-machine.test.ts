import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { check, promises, promisesAtRest, promisesWhenQuiet } from "../support/close-promises.ts";
import {
  type FaultName,
  faults,
  openCloseWorld,
  type Weather,
  type WebhookFaultName,
  webhookFaults,
} from "../support/close-world.ts";

const { meetCustomer } = await openCloseWorld();

type Customer = Awaited<ReturnType<typeof meetCustomer>>;
type Step = { name: string; take: (customer: Customer) => unknown; waits: boolean };
type Named = [name: string, take: Step["take"]];

const which = fc.constantFrom(0, 0, 1);
type Act = (customer: Customer, which: number) => unknown;
const on = (name: string, take: Act) =>
  which.map((n): Named => [`${name} ${n}`, (customer) => take(customer, n)]);
const of = (name: string, take: Step["take"]) => fc.constant<Named>([name, take]);
const named = <Name extends string>(table: Record<Name, unknown>) =>
  fc.constantFrom(...(Object.keys(table) as Name[]));
const answered = (name: FaultName): Named => [
  `answer: ${name}`,
  (customer) => customer.nextAnswer(name),
];

const deeds: [weight: number, fc.Arbitrary<Named>][] = [
  [8, on("close", (customer, n) => customer.close(n, [0], 0))],
  [2, on("close with an undo time", (customer, n) => customer.close(n, [1], 10_000))],
  [1, on("close by two", (customer, n) => customer.close(n, [0, 1, 0], 0))],
  [2, on("undo", (customer, n) => customer.undo(n))],
  [4, on("retry", (customer, n) => customer.retry(n))],
  [1, on("mark", (customer, n) => customer.mark(n))],
  [8, of("time passes", (customer) => customer.timePasses())],
  [3, named(faults).map(answered)],
  [3, fc.constantFrom<FaultName[]>("401", "404", "429").map(answered)],
  [
    1,
    named(webhookFaults).map((name) => [
      `webhook: ${name}`,
      (customer) => customer.nextWebhook(name),
    ]),
  ],
  [3, on("a webhook after all", (customer, n) => customer.postUntold(n))],
  [1, of("customer writes", (customer) => customer.write())],
  [1, of("ended by Jelou", (customer) => customer.end())],
  [2, of("customer comes back", (customer) => customer.comeBack(false))],
  [3, of("begins anew", (customer) => customer.comeBack(true))],
  [2, on("crash in a call", (customer, n) => customer.crashInCall(n))],
  [1, of("crash", (customer) => customer.crash())],
  [1, of("restart", (customer) => customer.restart())],
];
const deed = fc.oneof(...deeds.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const step = fc
  .record({ deed, waits: fc.boolean() })
  .map(({ deed: [name, take], waits }): Step => ({ name, take, waits }));
const stories = fc.noBias(fc.array(step, { maxLength: 15, size: "max" })).map((steps) =>
  Object.assign(steps, {
    [fc.toStringMethod]: () =>
      steps.map(({ name, waits }) => (waits ? `${name}.` : name)).join(" → "),
  }),
);
const sometimes = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { freq: 2 });
const weather: fc.Arbitrary<Weather> = fc.noBias(
  fc.record({
    webhookTiming: fc.constantFrom("after", "before"),
    whenNothingActive: fc.constantFrom(404, 200),
    answer: sometimes<FaultName>(
      "taken, connection lost",
      "taken, answered 500",
      "500",
      "401 late",
    ),
    webhook: sometimes<WebhookFaultName>("lost"),
  }),
);

test("whatever people, Jelou and crashes do, one call at most ends the right conversation and the desk never lies", async () => {
  await fc.assert(
    fc.asyncProperty(stories, weather, fc.boolean(), async (story, day, clears) => {
      const customer = await meetCustomer(day);
      await customer.begin();
      for (const { take, waits } of story) {
        await sleep(2);
        await take(customer);
        if (waits) await customer.quiet();
        check(waits ? promisesWhenQuiet : promises, await customer.facts());
      }
      await customer.comeToRest(clears);
      check(promisesAtRest, await customer.facts());
    }),
    { numRuns: 60, interruptAfterTimeLimit: 35_000 },
  );
}, 60_000);

/** A close that Jelou took, whose answer was lost and whose webhook hasn't come. */
async function closeInDoubt() {
  const customer = await meetCustomer({
    webhookTiming: "after",
    whenNothingActive: 404,
    answer: null,
    webhook: "lost",
  });
  await customer.begin();
  customer.nextAnswer("taken, connection lost");
  await customer.close(0, [0], 0);
  await customer.quiet();
  const states = async () => (await customer.facts()).closes.map((close) => close.state);
  const next = async () => {
    await customer.timePasses();
    await customer.quiet();
  };
  return { customer, states, next };
}

test.each<[string, number, (customer: Customer) => unknown]>([
  ["answered 404", 0, () => {}],
  ["undone", 10_000, (customer) => customer.undo(0)],
])(
  "a close that is asked for again in doubt stays in doubt when it is %s",
  async (_name, undoMs, then) => {
    const { customer, states, next } = await closeInDoubt();
    await next();
    await customer.close(0, [1], undoMs);
    await then(customer);
    await customer.quiet();
    expect(await states()).toEqual(["unknown", "unknown"]);
    check(promisesAtRest, await customer.facts());
  },
);

test("a late webhook settles a close that a newer conversation stopped between two calls", async () => {
  const { customer, states, next } = await closeInDoubt();
  await customer.comeBack(false);
  await next();
  expect(await states()).toEqual(["superseded"]);
  await customer.postUntold(0);
  expect(await states()).toEqual(["confirmed"]);
  check(promisesAtRest, await customer.facts());
});
