import { requestJson } from "@/lib/http/request-json";
import { type PresenceState, type Present, presentList, renewMs } from "./schema";

type Lease = {
  /** What one does from now on. */
  say: (state: Present["state"]) => void;
  /** One has gone elsewhere. */
  end: () => void;
};

/** A request that hangs holds the later ones up no longer than this. */
const mostMs = 5_000;

/** One after another, whatever the conversation: a renewal that is overtaken by a goodbye would bring back who has gone. */
let last: Promise<unknown> = Promise.resolve();
const inTurn = (request: () => Promise<unknown>) => {
  last = last.then(request).catch(() => {});
};

/**
 * Says again and again that one is in a conversation, for as long as its tab is to be seen; on leaving, that one is gone.
 * `onPeople` gets who is there with every answer. What isn't heard is said again by the next renewal.
 */
export function holdLease(conversationId: string, onPeople: (people: Present[]) => void): Lease {
  let state: Present["state"] = "viewing";
  let timer: ReturnType<typeof setInterval> | undefined;

  const put = (said: PresenceState, options: { keepalive?: boolean; signal?: AbortSignal } = {}) =>
    requestJson(`/api/conversations/${conversationId}/presence`, presentList, {
      method: "PUT",
      body: { state: said },
      ...options,
    });
  const renew = () =>
    inTurn(async () => {
      if (timer === undefined) return;
      const { items } = await put(state, { signal: AbortSignal.timeout(mostMs) });
      if (isHeld()) onPeople(items);
    });
  const isHeld = () => timer !== undefined;
  const come = () => {
    if (isHeld() || document.visibilityState !== "visible") return;
    timer = setInterval(renew, renewMs);
    renew();
  };
  const stop = () => {
    const held = isHeld();
    clearInterval(timer);
    timer = undefined;
    return held;
  };
  /** There may be no later moment: the page may be on its way out. */
  const leaveAtOnce = () => {
    if (stop()) put("gone", { keepalive: true }).catch(() => {});
  };
  const onVisibility = () => (document.visibilityState === "visible" ? come() : leaveAtOnce());
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("pagehide", leaveAtOnce);
  window.addEventListener("pageshow", come);
  come();
  return {
    say: (next) => {
      if (next === state) return;
      state = next;
      if (isHeld()) renew();
    },
    end: () => {
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", leaveAtOnce);
      window.removeEventListener("pageshow", come);
      if (stop()) inTurn(() => put("gone", { keepalive: true }));
    },
  };
}
