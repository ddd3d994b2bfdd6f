import type { EventName } from "./events.ts";

export type CallKind = "close" | "start" | "send" | "register" | "update";

interface CallFaultBase {
  on: CallKind;
  /** Met by the calls for this customer alone. */
  userId?: string;
  /** Whether Jelou does what was asked, whatever it answers; each kind has its default. */
  effect?: boolean;
  /** The answer waits this long; the effect doesn't. */
  delayMs?: number;
}

type CallFaultKind =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { hang: true }
  | { reset: "before" | "after" }
  | { garbage: "html" | "truncated" | "huge" | "not-json" }
  /** Milliseconds between two bytes of the answer. */
  | { drip: number }
  /** Jelou closes, and answers for, the conversation with this id. */
  | { answerFor: string }
  | { delayMs: number };

export type CallFault = CallFaultBase & CallFaultKind;

type WebhookFaultKind =
  | { lose: true }
  /** How many more copies follow the first. */
  | { duplicate: number }
  | { delayMs: number }
  /** Held until the next one has been sent. */
  | { outOfOrder: true }
  | { badSignature: true };

type WebhookFault = { on: "webhook"; event?: EventName } & WebhookFaultKind;

type Fault = CallFault | WebhookFault;

export type Faults = ReturnType<typeof createFaults>;

export function createFaults() {
  const upcoming: { fault: Fault; left: number }[] = [];
  let standing: Fault[] = [];

  function take(matches: (fault: Fault) => boolean): Fault | undefined {
    const next = upcoming.find(({ fault, left }) => left > 0 && matches(fault));
    if (!next) return standing.findLast(matches);
    next.left -= 1;
    return next.fault;
  }

  return {
    next(fault: Fault, times = 1) {
      upcoming.push({ fault, left: times });
    },
    always(fault: Fault) {
      standing.push(fault);
    },
    clear() {
      upcoming.length = 0;
      standing = [];
    },
    /** The faults that still lie ahead, in the order they will be met. */
    pending: (): Fault[] => [
      ...upcoming.filter(({ left }) => left > 0).map(({ fault }) => fault),
      ...standing,
    ],
    takeForCall: (kind: CallKind, userId = "") =>
      take((fault) => fault.on === kind && (fault.userId ?? userId) === userId) as
        | CallFault
        | undefined,
    takeForWebhook: (event: EventName) =>
      take((fault) => fault.on === "webhook" && (fault.event ?? event) === event) as
        | WebhookFault
        | undefined,
  };
}

export function takesEffect(fault: CallFault | undefined): boolean {
  if (!fault) return true;
  if (fault.effect !== undefined) return fault.effect;
  if ("status" in fault) return fault.status < 300;
  if ("reset" in fault) return fault.reset === "after";
  return true;
}
