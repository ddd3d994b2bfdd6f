import { once } from "@/lib/once";

const listeners = () => once("close-signal", () => new Set<() => void>());

/** Tells this process's closer that there may be something to do; what it misses it finds within a second. */
export function signalCloser() {
  for (const listener of listeners()) listener();
}

export function onCloseSignal(listener: () => void) {
  listeners().add(listener);
  return () => void listeners().delete(listener);
}
