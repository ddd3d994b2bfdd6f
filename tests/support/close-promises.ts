import { type CloseRow, retryDelays } from "@/lib/conversations/next-close-state";
import { type Facts, tagStart } from "./close-facts.ts";

/** What is wrong, where something is. */
type Promised = (facts: Facts) => string | undefined;

const endsOnlyWhatWasAsked: Promised = ({ endings }) => {
  for (const { tag, ...ending } of endings)
    if (tag !== null && !tag.startsWith(tagStart(ending)))
      return `The call for ${tag} ended ${tagStart(ending)}.`;
};

const endsOnce: Promised = ({ endings }) => {
  const tags = endings.flatMap(({ tag }) => tag ?? []);
  const twice = tags.find((tag, index) => tags.indexOf(tag) !== index);
  return twice && `The close ${twice} took effect twice.`;
};

const textOf = (body: unknown) =>
  (body as { redirectPayload?: { text?: string } }).redirectPayload?.text ?? "";

const callsOnlyWhatItKeeps: Promised = ({ calls, asked, attempts }) => {
  for (const tag of new Set(calls.map((call) => textOf(call.body)))) {
    const known = asked.get(tag);
    if (!known) return `A call for ${tag}, which was refused to who asked for it.`;
    const ofThis = calls.filter((call) => textOf(call.body) === tag);
    const kept = attempts.filter((each) => each.close_id === known.closeId).length;
    if (ofThis.length > kept) return `${ofThis.length} calls for ${tag}, ${kept} of them kept.`;
    const counted = ofThis.filter((call) => call.status !== 429).length;
    const most = (known.retries + 1) * (retryDelays.length + 1);
    if (counted > most) return `${counted} calls for ${tag}, where ${most} are the most.`;
  }
};

const onlyTheLatestIsActive: Promised = ({ rows, closes }) => {
  for (const { id, close_id, close_active } of rows) {
    const active = closes.filter((each) => each.conversation_id === id && each.active);
    if (active.some((each) => each.id !== close_id)) return "A close is active behind another.";
    if (active.length !== close_active)
      return "A conversation errs about its close's being active.";
  }
};

const closedIsDone: Promised = ({ rows }) =>
  rows.some((row) => row.status === "closed" && row.close_active)
    ? "The close of a closed conversation goes on."
    : undefined;

const nothingIsStuck: Promised = ({ closes }) => {
  for (const { state, active, settled_at, lease_until, next_attempt_at } of closes) {
    if (active ? settled_at !== null : settled_at === null)
      return `A close that is ${state} errs about its being settled.`;
    if (!active && (next_attempt_at ?? lease_until) !== null)
      return `A close that is ${state} and settled plans something.`;
    if (active && (state === "sending" ? lease_until : next_attempt_at) === null)
      return `Nothing takes a close that is ${state} further.`;
  }
};

const countsRight: Promised = ({ closes }) => {
  for (const { attempts, round_attempts } of closes)
    if (round_attempts < 0 || attempts < round_attempts)
      return `It counts ${attempts} attempts, ${round_attempts} of them in this round.`;
};

const isMaybe = (close: CloseRow | undefined) =>
  close?.state === "unknown" || (close?.state === "superseded" && close.had_unknown === 1);

const neverDeniesWhatItDid: Promised = ({ endings, asked, rows, closes, told }) => {
  for (const ending of endings) {
    const closeId = ending.tag === null ? undefined : asked.get(ending.tag)?.closeId;
    const close = closes.find((each) => each.id === closeId);
    if (!close || ["sending", "accepted", "confirmed", "unknown"].includes(close.state)) continue;
    // Jelou's word settles the latest close of a conversation; one before it goes on saying that nobody knows.
    const isLatest = rows.some((row) => row.close_id === close.id);
    if (isMaybe(close) && !(told.has(ending) && isLatest)) continue;
    return `Jelou ended it by ${ending.tag}, whose close is ${close.state}.`;
  }
};

const claimsOnlyWhatIs: Promised = ({ endings, asked, closes }) => {
  for (const [tag, { closeId }] of asked) {
    const close = closes.find((each) => each.id === closeId);
    if (close?.state !== "accepted" && close?.state !== "confirmed") continue;
    const [jelouId, startedAt] = tag.split("/");
    const ended = endings.some(
      (each) => each.jelouId === jelouId && each.startedAt >= Number(startedAt),
    );
    if (!ended) return `The close ${tag} is ${close.state}, and Jelou never ended it.`;
  }
};

export const promises = [
  endsOnlyWhatWasAsked,
  endsOnce,
  callsOnlyWhatItKeeps,
  onlyTheLatestIsActive,
  closedIsDone,
  nothingIsStuck,
  countsRight,
  neverDeniesWhatItDid,
  claimsOnlyWhatIs,
];

const comesToRest: Promised = ({ rows, closes }) =>
  closes.some((close) => close.active) || rows.some((row) => row.status === "closing")
    ? "A close never comes to rest."
    : undefined;

/** Closed here is closed at Jelou and the other way round, but for what Jelou never told and the desk says it doesn't know. */
const agreesWithJelou: Promised = ({ conversations, rows, closes, endings, told }) => {
  for (const { jelou, id } of conversations) {
    const row = rows.find((each) => each.id === id)!;
    const close = closes.find((each) => each.id === row.close_id);
    const says = `the desk says ${row.status}, with a close that is ${close?.state}`;
    if (row.status === "closing") continue;
    if (jelou.status === "open") {
      if (row.status === "closed" && row.marked_by === null) return `Open at Jelou; ${says}.`;
      continue;
    }
    if (row.status === "closed") continue;
    const last = endings.findLast((each) => each.jelouId === jelou.id)!;
    if (told.has(last)) return `Closed at Jelou, which said so; ${says}.`;
    if (last.tag !== null && !isMaybe(close)) return `Closed at Jelou by our call; ${says}.`;
  }
};

export const promisesWhenQuiet = [...promises, agreesWithJelou];
export const promisesAtRest = [...promisesWhenQuiet, comesToRest];

export function check(these: typeof promises, facts: Facts) {
  for (const promise of these) {
    const broken = promise(facts);
    if (broken) throw new Error(`${promise.name}: ${broken}`);
  }
}
