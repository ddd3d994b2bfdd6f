import fc from "fast-check";
import { expect, test } from "vitest";
import { retryDelays } from "@/lib/conversations/next-close-state";
import {
  type Answer,
  answer,
  answers,
  cancel,
  click,
  comeBack,
  crash,
  endByItself,
  endLease,
  fallDue,
  isClosedHere,
  latestOf,
  lose,
  type Model,
  newModel,
  post,
  reachAll,
  retry,
} from "../support/close-model.ts";

const which = fc.nat({ max: 3 });
const badLuck = fc.constantFrom<Answer[]>("lost on the way", "unreachable");
const kind = fc.constantFrom(...answers);

type Step = [name: string, take: (model: Model) => void];
const of = (name: string, take: Step[1]) => fc.constant<Step>([name, take]);
const often = (arbitrary: fc.Arbitrary<Step>) => ({ weight: 4, arbitrary });
const step: fc.Arbitrary<Step> = fc.oneof(
  often(fc.constantFrom(0, 5_000).map((ms) => [`click ${ms}`, (model) => click(model, ms)])),
  often(kind.map((how) => [`called: ${how}`, (model) => callAndAnswer(model, how)])),
  often(of("retry", retry)),
  of("undo", cancel),
  kind.map((how): Step => [`due: ${how}`, (model) => fallDue(model, how)]),
  of("due: no credentials", (model) => fallDue(model, "taken", false)),
  of("reached", reachAll),
  which.map((n): Step => [`answered ${n}`, (model) => answer(model, n)]),
  of("crash", crash),
  of("lease over", endLease),
  of("ended by Jelou", endByItself),
  of("customer comes back", comeBack),
  which.map((n): Step => [`webhook ${n}`, (model) => post(model, n)]),
  which.map((n): Step => [`webhook twice ${n}`, (model) => post(model, n, true)]),
  which.map((n): Step => [`webhook lost ${n}`, (model) => lose(model, n)]),
);
const stories = fc.array(step, { maxLength: 40, size: "max" }).map((steps) =>
  Object.assign(steps, {
    [fc.toStringMethod]: () => steps.map(([name]) => name).join(" → "),
  }),
);

function callAndAnswer(model: Model, how: Answer) {
  const before = model.calls.length;
  fallDue(model, how);
  if (model.calls.length > before) answer(model, before);
}

const isActive = ({ active }: { active: number }) => active === 1;
const endedByUs = ({ conversations }: Model) => conversations[0]!.endedBy;

/** What is wrong, where something is. */
type Promised = (model: Model) => string | undefined;

const onlyTheLatestIsActive: Promised = ({ closes }) =>
  closes.slice(0, -1).some((close) => close.active) ? "Two closes are active." : undefined;

const endsAtMostOnce: Promised = (model) =>
  endedByUs(model).length > 1 ? `Ended by ${endedByUs(model).join(" and ")}.` : undefined;

const neverEndsANewerOne: Promised = ({ conversations }) =>
  conversations.slice(1).some((each) => each.endedBy.length > 0)
    ? "A call ended a newer conversation."
    : undefined;

const settledPlansNothing: Promised = ({ closes }) =>
  closes
    .filter((close) => !close.active)
    .some((each) => each.next_attempt_at ?? each.lease_until ?? each.settled_at === null)
    ? "A close is settled without a time, or plans something."
    : undefined;

const nothingIsStuck: Promised = ({ closes }) => {
  for (const { state, settled_at, lease_until, next_attempt_at } of closes.filter(isActive)) {
    if (settled_at !== null) return `An active close (${state}) is settled.`;
    if (!["waiting", "sending", "unknown"].includes(state))
      return `A close that is ${state} is active.`;
    if ((state === "sending" ? lease_until : next_attempt_at) === null)
      return `Nothing takes a close that is ${state} further.`;
  }
};

const triesOnlySoOften: Promised = ({ closes, callsInRound }) => {
  for (const { attempts, round_attempts } of closes)
    if (round_attempts < 0 || attempts < round_attempts)
      return `It counts ${attempts} attempts, ${round_attempts} of them in this round.`;
  if (callsInRound > retryDelays.length + 1)
    return `${callsInRound} calls without a person's word.`;
};

const neverDeniesWhatItDid: Promised = (model) => {
  for (const { id, state, had_unknown } of model.closes) {
    if (!endedByUs(model).includes(id)) continue;
    if (["sending", "accepted", "confirmed", "unknown"].includes(state)) continue;
    // Called before the newer conversation was heard of; it keeps in mind that nobody knows what came of that.
    if (state === "superseded" && had_unknown) continue;
    return `The close whose call ended it is ${state}.`;
  }
};

const saysOpenOnlyWhenItIs: Promised = (model) => {
  const close = latestOf(model);
  if (endedByUs(model).length === 0 || isClosedHere(model) || close?.state === "sending") return;
  const inDoubt = close?.had_unknown && ["waiting", "unknown", "superseded"].includes(close.state);
  if (!inDoubt) return `Ended by our call, and a close that is ${close?.state} says it's open.`;
};

const claimsOnlyWhatIs: Promised = ({ closes, conversations }) =>
  conversations[0]!.open && closes.some(({ state }) => ["accepted", "confirmed"].includes(state))
    ? "Open at Jelou with a close that says it's closed."
    : undefined;

const promises = [
  onlyTheLatestIsActive,
  endsAtMostOnce,
  neverEndsANewerOne,
  settledPlansNothing,
  nothingIsStuck,
  triesOnlySoOften,
  neverDeniesWhatItDid,
  saysOpenOnlyWhenItIs,
  claimsOnlyWhatIs,
];

function check(model: Model) {
  for (const promise of promises) {
    const broken = promise(model);
    if (broken) throw new Error(`${promise.name}: ${broken}`);
  }
}

/** No person, no luck, and all that is still on its way arrives. */
function comeToRest(model: Model, luck: Answer) {
  const most = 2 * (retryDelays.length + 2);
  for (let turn = 0; turn < most && latestOf(model)?.active; turn += 1) {
    while (model.calls.length > 0) answer(model, 0);
    endLease(model);
    fallDue(model, luck);
    check(model);
  }
  while (model.posts.length > 0) post(model, 0);
  check(model);
}

function expectRest(model: Model) {
  const close = latestOf(model);
  expect(close?.active ?? 0, "a close that never comes to rest").toBe(0);
  if (!model.heard || close === undefined) return;
  expect(
    ["confirmed", "cancelled", ...(close.had_unknown ? [] : ["superseded"])],
    "the close of a conversation that Jelou says has ended",
  ).toContain(close.state);
}

function live(steps: Step[1][], luck: Answer) {
  const model = newModel();
  for (const take of steps) {
    take(model);
    check(model);
  }
  comeToRest(model, luck);
  expectRest(model);
}

test("no interleaving of people, Jelou, its webhooks and crashes breaks a promise", () => {
  fc.assert(
    fc.property(stories, badLuck, (story, luck) =>
      live(
        story.map(([, take]) => take),
        luck,
      ),
    ),
    { numRuns: 10_000 },
  );
});

test("found by it: a late webhook settles a close that a newer conversation stopped between two calls", () => {
  const model = newModel();
  click(model, 0);
  callAndAnswer(model, "taken, answer lost");
  comeBack(model);
  fallDue(model, "taken");
  expect(latestOf(model)?.state).toBe("superseded");
  post(model, 0);
  expect(latestOf(model)?.state).toBe("confirmed");
});

test.each([
  ["asked for again and answered 404", (model: Model) => callAndAnswer(model, "taken")],
  ["asked for again and undone", cancel],
])("found by it: a close that nobody can judge stays so when it is %s", (_name, then) => {
  const model = newModel();
  click(model, 0);
  callAndAnswer(model, "taken, answer lost");
  callAndAnswer(model, "taken");
  expect(latestOf(model)).toMatchObject({ state: "unknown", active: 0 });
  click(model, 0);
  then(model);
  expect(model.closes.map((close) => [close.state, close.active])).toEqual([
    ["unknown", 0],
    ["unknown", 0],
  ]);
});
