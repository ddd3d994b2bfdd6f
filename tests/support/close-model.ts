import {
  type CloseEvent,
  type CloseRow,
  isInDoubt,
  leaseTime,
  nextCloseState,
} from "@/lib/conversations/next-close-state";

type Outcome = Extract<CloseEvent, { kind: "called" }>["outcome"];

export const answers = [
  "taken",
  "taken, answer lost",
  "lost on the way",
  "refused",
  "limited",
  "unreachable",
  "names another",
] as const;
export type Answer = (typeof answers)[number];

type Conversation = { open: boolean; endedBy: string[] };
type Call = { closeId: string; sentAt: number; answer: Answer; outcome: Outcome | null };

/** A customer at Jelou, and the closes that the desk has of his first conversation; nothing else. */
export type Model = {
  now: number;
  conversations: Conversation[];
  /** Which conversations' close webhooks are still to come. */
  posts: number[];
  /** Whether the close webhook of the first has come. */
  heard: boolean;
  closes: CloseRow[];
  calls: Call[];
  callsInRound: number;
};

export const newModel = (): Model => ({
  now: 1_800_000_000_000,
  conversations: [{ open: true, endedBy: [] }],
  posts: [],
  heard: false,
  closes: [],
  calls: [],
  callsInRound: 0,
});

const hasNewer = (model: Model) => model.conversations.length > 1;
export const latestOf = (model: Model) => model.closes.at(-1);
export const isClosedHere = (model: Model) =>
  model.heard || ["accepted", "confirmed"].includes(latestOf(model)?.state ?? "");

function advance(model: Model, close: CloseRow | undefined, event: CloseEvent) {
  if (close) Object.assign(close, nextCloseState(close, event, model.now));
}

export function click(model: Model, undoMs: number) {
  const latest = latestOf(model);
  if (latest?.active || isClosedHere(model)) return;
  if (hasNewer(model) && latest?.state === "superseded") return;
  model.callsInRound = 0;
  model.closes.push(newClose(model, model.now + undoMs));
  if (hasNewer(model)) advance(model, latestOf(model), { kind: "newer_conversation" });
}

export const cancel = (model: Model) => advance(model, latestOf(model), { kind: "cancel" });

export function retry(model: Model) {
  if (isClosedHere(model)) return;
  const close = latestOf(model);
  if (close?.state === "refused" || close?.state === "unknown") model.callsInRound = 0;
  advance(model, close, { kind: "retry" });
  if (hasNewer(model)) advance(model, close, { kind: "newer_conversation" });
}

/** Time passes until the planned attempt, and it begins. */
export function fallDue(model: Model, answer: Answer, credentials = true) {
  const close = latestOf(model);
  if (!close || close.next_attempt_at === null) return;
  model.now = Math.max(model.now, close.next_attempt_at) + 1;
  if (hasNewer(model)) return advance(model, close, { kind: "newer_conversation" });
  if (!credentials)
    return advance(model, close, { kind: "cannot_call", code: "no_credentials", message: "" });
  Object.assign(close, {
    state: "sending",
    sent_at: model.now,
    attempts: close.attempts + 1,
    round_attempts: close.round_attempts + 1,
    next_attempt_at: null,
    lease_until: model.now + leaseTime,
  });
  model.calls.push({ closeId: close.id, sentAt: model.now, answer, outcome: null });
  model.callsInRound += 1;
}

/** Jelou takes the call: it knows no conversation by it, only the customer. */
function reach(model: Model, call: Call) {
  if (call.outcome) return;
  const newest = model.conversations.findLastIndex((each) => each.open);
  const takes = call.answer === "taken" || call.answer === "taken, answer lost";
  if (takes && newest >= 0) {
    end(model, newest);
    model.conversations[newest]!.endedBy.push(call.closeId);
  }
  call.outcome = outcomeOf(call.answer, newest >= 0);
}

export function reachAll(model: Model) {
  for (const call of model.calls) reach(model, call);
}

function outcomeOf(answer: Answer, wasOpen: boolean): Outcome {
  switch (answer) {
    case "taken":
      return wasOpen
        ? { kind: "accepted", status: 200, jelouConversationId: null }
        : { kind: "refused", status: 404, code: "not_found", message: "" };
    case "taken, answer lost":
    case "lost on the way":
      return { kind: "unclear", status: null, code: "timeout", message: "" };
    case "refused":
      return { kind: "refused", status: 401, code: "unauthorized", message: "" };
    case "limited":
      return { kind: "limited", status: 429, retryAfterMs: null, message: "" };
    case "unreachable":
      return { kind: "unreachable", code: "dns", message: "" };
    case "names another":
      return { kind: "other_conversation", status: 200 };
  }
}

/** The answer of a call under way arrives, perhaps long after its lease. */
export function answer(model: Model, which: number) {
  const call = model.calls[which % model.calls.length];
  if (!call) return;
  model.calls.splice(model.calls.indexOf(call), 1);
  reach(model, call);
  const close = model.closes.find((each) => each.id === call.closeId);
  if (close?.sent_at !== call.sentAt) return;
  if (close.state === "sending" && call.outcome?.kind === "limited") model.callsInRound -= 1;
  advance(model, close, { kind: "called", outcome: call.outcome! });
}

/** The process dies: no answer will be read, and what Jelou hasn't got it won't get. */
export const crash = (model: Model) => void model.calls.splice(0);

export function endLease(model: Model) {
  const close = latestOf(model);
  if (!close || close.lease_until === null) return;
  // A lease outlasts its call's limit, so by now Jelou has had it or never will.
  reachAll(model);
  model.now = Math.max(model.now, close.lease_until) + 1;
  advance(model, close, { kind: "interrupted" });
}

function end(model: Model, which: number) {
  model.conversations[which]!.open = false;
  model.posts.push(which);
}

export function endByItself(model: Model) {
  const newest = model.conversations.length - 1;
  if (model.conversations[newest]!.open) end(model, newest);
}

export function comeBack(model: Model) {
  // The one race nobody can close: a call names no conversation, so one on its way while a newer begins may end that.
  reachAll(model);
  endByItself(model);
  model.conversations.push({ open: true, endedBy: [] });
}

export function post(model: Model, which: number, again = false) {
  const index = which % model.posts.length;
  const conversation = model.posts[index];
  if (!again) model.posts.splice(index, 1);
  if (conversation !== 0) return;
  model.heard = true;
  advance(model, latestOf(model), { kind: "webhook" });
}

export const lose = (model: Model, which: number) =>
  void model.posts.splice(which % model.posts.length, 1);

const newClose = (model: Model, dueAt: number): CloseRow => ({
  id: `c${model.closes.length}`,
  project_id: "p",
  conversation_id: "v",
  state: "waiting",
  active: 1,
  message: null,
  note: null,
  requested_by: "u",
  requested_at: model.now,
  as_of: 0,
  due_at: dueAt,
  next_attempt_at: dueAt,
  lease_until: null,
  attempts: 0,
  round_attempts: 0,
  had_unknown: isInDoubt(latestOf(model), null),
  last_status: null,
  last_error: null,
  settled_at: null,
  reason_id: null,
  reason_name: null,
  bulk_id: null,
  sent_at: null,
  confirmed_at: null,
  erase: 0,
  confirmation: null,
});
