import { connectStream, type StreamFrame, type StreamState } from "./connect-stream";

type Listener = {
  /** Of all tabs one leads, for what should happen once per browser. */
  onFrames: (frames: StreamFrame[], isLeading: boolean) => void;
  onState: (state: StreamState) => void;
};

type Said =
  | { kind: "frames"; frames: StreamFrame[] }
  | { kind: "state"; state: StreamState }
  | { kind: "hello" };

/**
 * One stream per browser: the tab that gets the lock holds it and passes everything on to the others, since a browser
 * opens six connections to a host at most. When that tab goes, the next one goes on from where it has heard. Without
 * Web Locks (a page that is not secure) each tab has its own.
 */
export function shareStream(userId: string, listener: Listener, signal: AbortSignal) {
  let position: string | undefined;
  let leading = false;
  const take = (frames: StreamFrame[]) => {
    position = frames.findLast((frame) => frame.id !== undefined)?.id ?? position;
    listener.onFrames(frames, leading);
  };
  const locks = "locks" in navigator ? navigator.locks : undefined;
  if (!locks) {
    const { onState } = listener;
    leading = true;
    void connectStream({ position: () => position, onFrames: take, onState, signal });
    return;
  }
  const name = `mostrador-live-${userId}`;
  const channel = new BroadcastChannel(name);
  const say = (said: Said) => channel.postMessage(said);
  let state: StreamState = "connecting";

  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.kind === "hello") {
      if (leading) say({ kind: "state", state });
    } else if (!leading && data.kind === "frames") take(data.frames);
    else if (!leading && data.kind === "state") listener.onState(data.state);
  };
  say({ kind: "hello" });

  const lead = () => {
    leading = true;
    return connectStream({
      position: () => position,
      onFrames: (frames) => {
        say({ kind: "frames", frames });
        take(frames);
      },
      onState: (next) => {
        if (next === state) return;
        state = next;
        say({ kind: "state", state });
        listener.onState(state);
      },
      signal,
    });
  };
  locks.request(name, { signal }, lead).catch(() => {});
  signal.addEventListener("abort", () => channel.close());
}
