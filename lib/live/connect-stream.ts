import { createParser } from "eventsource-parser";

export type StreamState = "connecting" | "live" | "stale" | "signed-out";
export type StreamFrame = { id: string | undefined; event: string; data: string };

type Options = {
  /** Where to go on from; read anew at each connection. */
  position: () => string | undefined;
  onFrames: (frames: StreamFrame[]) => void;
  onState: (state: StreamState) => void;
  signal: AbortSignal;
};

/** The server speaks every 15 s; after this long without a word the connection is dead, whatever the system says. */
const longestSilence = 25_000;
const shortestPause = 300;
/** However long the desk was away, everybody is back within five seconds of its return. */
const longestPause = 4_500;

/**
 * Keeps one event stream open until the signal aborts. EventSource gives up for ever on a 503 and shows no heartbeats,
 * so this reads the stream itself: it comes back with growing, random pauses, and at once on waking up.
 */
export async function connectStream({ position, onFrames, onState, signal }: Options) {
  let failures = 0;
  const goesOn = () => !signal.aborted;
  while (goesOn()) {
    onState(failures === 0 ? "connecting" : "stale");
    const outcome = await readOnce(position(), signal, (frames) => {
      failures = 0;
      onState("live");
      onFrames(frames);
    });
    if (!goesOn()) return;
    if (outcome === "signed-out") return onState("signed-out");
    failures += 1;
    onState("stale");
    await pauseOrWake(pauseAfter(failures), signal);
  }
}

/** Random, so that all who lost the same desk don't come back in one moment. */
export const pauseAfter = (failures: number) =>
  shortestPause + Math.random() * Math.min(longestPause, shortestPause * 2 ** failures);

async function readOnce(
  after: string | undefined,
  outer: AbortSignal,
  onFrames: (frames: StreamFrame[]) => void,
): Promise<"ended" | "signed-out"> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), longestSilence);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), longestSilence);
  };
  let lastHeard = Date.now();
  const onWake = () => {
    if (document.visibilityState === "visible" && Date.now() - lastHeard > longestSilence)
      silence.abort();
  };
  const onOffline = () => silence.abort();
  document.addEventListener("visibilitychange", onWake);
  window.addEventListener("offline", onOffline);
  try {
    const url = after === undefined ? "/api/live" : `/api/live?after=${encodeURIComponent(after)}`;
    const response = await fetch(url, {
      headers: { accept: "text/event-stream" },
      cache: "no-store",
      signal: AbortSignal.any([outer, silence.signal]),
    });
    if (response.status === 401) return "signed-out";
    if (!response.ok || !response.body) return "ended";
    let frames: StreamFrame[] = [];
    const parser = createParser({
      onEvent: ({ id, event = "message", data }) => frames.push({ id, event, data }),
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      heard();
      lastHeard = Date.now();
      parser.feed(value);
      const goodbye = frames.some((frame) => frame.event === "bye");
      onFrames(frames.filter((frame) => frame.event !== "bye"));
      if (goodbye) break;
      frames = [];
    }
    return "ended";
  } catch {
    return "ended";
  } finally {
    clearTimeout(timer);
    silence.abort();
    document.removeEventListener("visibilitychange", onWake);
    window.removeEventListener("offline", onOffline);
  }
}

/** Ends early when the network or the tab comes back. */
function pauseOrWake(ms: number, signal: AbortSignal) {
  return new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      document.removeEventListener("visibilitychange", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done);
    document.addEventListener("visibilitychange", done);
    signal.addEventListener("abort", done);
  });
}
