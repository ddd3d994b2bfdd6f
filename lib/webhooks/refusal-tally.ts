import { isNearlyFull } from "@/lib/disk-space";
import { once } from "@/lib/once";
import { requestFacts } from "@/lib/request-facts";
import { pickHeaders } from "./pick-headers";

/** Why a post wasn't taken; the last four only where nothing could be proven by any key. */
export type RefusalReason =
  | "signature"
  | "unsigned"
  | "header"
  | "too_large"
  | "broken_off"
  | "unknown_project"
  | "archived"
  | "no_secret";

/** Of a stranger, perhaps: all of it is only ever shown as text. */
export type RefusalSample = {
  at: number;
  address: string | null;
  headers: Record<string, string>;
  /** Its beginning. */
  body: string;
  encoding: "utf8" | "base64";
};

export type Tally = {
  /** Ours, where its keys were tried; otherwise the address alone names one. */
  projectId: string | null;
  jelouProjectId: string;
  reason: RefusalReason;
  hour: number;
  count: number;
  lastAt: number;
  samples: RefusalSample[];
};

const hourMs = 3_600_000;
const mostSampleBytes = 512;
/** Where no key was tried: anybody may send as much as he likes. */
const mostStrangerBytes = 128;
export const mostSamples = 3;
/** Addresses that are made up are countless; beyond so many they count as one. */
const mostStrangers = 50;
export const otherStrangers = "*";

const shelf = () => once("refusal-tally", () => ({ tallies: new Map<string, Tally>() }));

type Refusal = {
  projectId?: string | undefined;
  jelouProjectId: string;
  reason: RefusalReason;
  headers: Headers;
  raw?: Buffer;
};

/** Counts one in memory, and no more: whoever posts gets his answer as soon as any other, and never a write of ours. */
export function countRefusal({ projectId, jelouProjectId, reason, headers, raw }: Refusal) {
  const { tallies } = shelf();
  const now = Date.now();
  const tally = tallyOf(tallies, {
    projectId: projectId ?? null,
    jelouProjectId,
    reason,
    hour: Math.floor(now / hourMs) * hourMs,
  });
  tally.count += 1;
  tally.lastAt = now;
  if (tally.samples.length >= mostSamples || isNearlyFull()) return;
  const address = requestFacts()?.address ?? null;
  const body = raw?.subarray(0, projectId === undefined ? mostStrangerBytes : mostSampleBytes);
  tally.samples.push({ at: now, address, headers: pickHeaders(headers), ...asText(body) });
}

type Named = Pick<Tally, "projectId" | "jelouProjectId" | "reason" | "hour">;

function tallyOf(tallies: Map<string, Tally>, named: Named): Tally {
  const find = (jelouProjectId: string) => {
    const key = JSON.stringify([named.projectId, jelouProjectId, named.reason, named.hour]);
    return { key, known: tallies.get(key) };
  };
  const own = find(named.jelouProjectId);
  if (own.known) return own.known;
  const isOneMore = named.projectId === null && tallies.size >= mostStrangers;
  const jelouProjectId = isOneMore ? otherStrangers : named.jelouProjectId;
  const { key, known } = isOneMore ? find(jelouProjectId) : own;
  const tally = known ?? { ...named, jelouProjectId, count: 0, lastAt: 0, samples: [] };
  tallies.set(key, tally);
  return tally;
}

function asText(start: Buffer = Buffer.alloc(0)): Pick<RefusalSample, "body" | "encoding"> {
  const text = start.toString("utf8");
  // What ends inside a character is text all the same. Control characters take six bytes each where they are kept.
  const isText = !/[^\P{Cc}\t\n\r]|\uFFFD/u.test(text.replace(/\uFFFD{1,3}$/, ""));
  return isText
    ? { body: text, encoding: "utf8" }
    : { body: start.toString("base64"), encoding: "base64" };
}

/** All that was counted since the last time. */
export function takeTallies(): Tally[] {
  const taken = [...shelf().tallies.values()];
  shelf().tallies = new Map();
  return taken;
}

/** For what couldn't be written down. */
export function putTalliesBack(taken: Tally[]) {
  const { tallies } = shelf();
  for (const each of taken) {
    const tally = tallyOf(tallies, each);
    tally.count += each.count;
    tally.lastAt = Math.max(tally.lastAt, each.lastAt);
    tally.samples = [...each.samples, ...tally.samples].slice(0, mostSamples);
  }
}
