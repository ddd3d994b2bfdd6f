import type { Close } from "./schema";

export const closePhases = [
  "undoable",
  "held",
  "sending",
  "accepted",
  "unconfirmed",
  "confirmed",
  "closedElsewhere",
  "refused",
  "retrying",
  "unknown",
  "cancelled",
  "superseded",
  "doubtful",
] as const;
export type ClosePhase = (typeof closePhases)[number];

/** What can be the matter: each has its sentence in every language. */
export const closeCauses = [
  "unauthorized",
  "forbidden",
  "not_found",
  "invalid",
  "refused",
  "rate_limited",
  "server_error",
  "timeout",
  "reset",
  "redirect",
  "unreadable",
  "interrupted",
  "other_conversation",
  "unreachable",
  "no_credentials",
  "credentials_unreadable",
  "address_not_allowed",
  "archived",
] as const;
export type CloseCause = (typeof closeCauses)[number];

export type CloseAction = "undo" | "retry" | "mark" | "edit" | "admin";

export type CloseStory = {
  phase: ClosePhase;
  cause: CloseCause | null;
  tone: "quiet" | "good" | "bad";
  /** What an agent can do about it, the best first. */
  actions: CloseAction[];
};

/** How long Jelou's confirmation may take before the screen says that it is missing. */
export const confirmationDueMs = 120_000;

/** What the screens say of a close: its phase, the cause if something is wrong, and what one can do. */
export function describeClose(close: Close, now: number): CloseStory {
  const phase = phaseOf(close, now);
  return { phase, cause: causeOf(close), tone: tones[phase], actions: actionsOf(phase, close) };
}

function phaseOf(close: Close, now: number): ClosePhase {
  switch (close.state) {
    case "waiting":
      return close.lastError === null ? "undoable" : "held";
    case "accepted":
      return now - (close.settledAt ?? now) > confirmationDueMs ? "unconfirmed" : "accepted";
    case "confirmed":
      return close.lastError?.code === "closed_elsewhere" ? "closedElsewhere" : "confirmed";
    case "unknown":
      return close.nextAttemptAt === null ? "unknown" : "retrying";
    case "superseded":
      return close.lastError?.code === "in_doubt" ? "doubtful" : "superseded";
    case "sending":
    case "refused":
    case "cancelled":
      return close.state;
  }
}

function causeOf(close: Close): CloseCause | null {
  const code = close.lastError?.code;
  if (code === undefined) return null;
  if (code.startsWith("unreachable")) return "unreachable";
  return closeCauses.find((cause) => cause === code) ?? null;
}

const tones: Record<ClosePhase, CloseStory["tone"]> = {
  undoable: "quiet",
  held: "quiet",
  sending: "quiet",
  accepted: "good",
  unconfirmed: "bad",
  confirmed: "good",
  closedElsewhere: "quiet",
  refused: "bad",
  retrying: "bad",
  unknown: "bad",
  cancelled: "quiet",
  superseded: "bad",
  doubtful: "bad",
};

/** Nobody but an admin can mend these. */
const forAdmins: (string | undefined)[] = [
  "unauthorized",
  "forbidden",
  "no_credentials",
  "credentials_unreadable",
  "address_not_allowed",
  "archived",
];

function actionsOf(phase: ClosePhase, close: Close): CloseAction[] {
  switch (phase) {
    case "undoable":
    case "held":
      return ["undo"];
    case "refused":
      if (close.lastError?.code === "invalid") return ["edit", "mark"];
      return forAdmins.includes(close.lastError?.code)
        ? ["admin", "retry", "mark"]
        : ["retry", "mark"];
    case "retrying":
    case "unknown":
      return ["retry", "mark"];
    case "superseded":
    case "doubtful":
      return ["mark"];
    case "sending":
    case "accepted":
    case "unconfirmed":
    case "confirmed":
    case "closedElsewhere":
    case "cancelled":
      return [];
  }
}
