import { once } from "@/lib/once";

export type OutboxName = "closer" | "sender";

const listeners = () =>
  once("outbox-signals", () => ({ closer: new Set<() => void>(), sender: new Set<() => void>() }));

/** Tells this process's outbox that there may be something to do; what it misses it finds within a second. */
export function signalOutbox(name: OutboxName) {
  for (const listener of listeners()[name]) listener();
}
export const signalCloser = () => signalOutbox("closer");
export const signalSender = () => signalOutbox("sender");

export function onSignal(name: OutboxName, listener: () => void) {
  const those = listeners()[name];
  those.add(listener);
  return () => void those.delete(listener);
}
