import type { Session } from "@/lib/auth/sessions";
import { findSession } from "@/lib/auth/sessions";
import { isNearlyFull } from "@/lib/disk-space";
import { notRunning } from "@/lib/errors";
import { metrics } from "@/lib/metrics";
import { encodeFor, findHub, noticeFrame, type Viewer } from "./hub";
import { resolvePosition } from "./read";

/** A viewer with more than this waiting, or none of it read for so long, is cut; he comes back and catches up. */
const mostPending = 256 * 1024;
const longestStall = 5_000;
/** Who catches up gets this many frames at a time, so that little waits for him where he doesn't read. */
const framesAtOnce = 50;
const heartbeatMs = 15_000;

const encoder = new TextEncoder();

/** Where a viewer's bytes go. */
type Sink = {
  write: (chunk: Uint8Array) => void;
  /** How many bytes of what was written wait for him. */
  pending: () => number;
  end: () => void;
  /** Ends at once, without what is pending. */
  abort: () => void;
};

/**
 * Sends one viewer what came after `after`, then everything as it happens. An `after` that the log can't serve gives
 * `event: reset`, on which a client fetches anew. What it returns is for when he has gone.
 * @throws AppError unavailable while the desk stops
 */
export function addViewer(session: Session, after: string | null, sink: Sink): () => void {
  const hub = findHub();
  if (!hub || hub.stopped) throw notRunning();
  let ended = false;
  const goesOn = () => !ended;
  let sent = 0;
  let read = 0;
  let readAt = performance.now();
  const forget = () => {
    ended = true;
    clearInterval(heartbeat);
    hub.viewers.delete(viewer);
  };
  const tally = metrics().live;
  const cut = () => {
    tally.cut += 1;
    forget();
    sink.abort();
  };
  /** One who has read everything may be sent a chunk of any size. */
  const hasRoom = (bytes: number) => {
    const pending = sink.pending();
    return pending <= 0 || pending + bytes <= mostPending;
  };
  const send = (chunk: Uint8Array) => {
    if (ended) return;
    if (!hasRoom(chunk.byteLength)) return cut();
    sink.write(chunk);
    sent += chunk.byteLength;
    tally.bytes += chunk.byteLength;
  };
  const say = (text: string) => send(encoder.encode(text));
  const position = () => `${hub.epoch}:${hub.seq}`;

  const viewer: Viewer = {
    scope: session.scope,
    catchingUp: true,
    seq: 0,
    send,
    recheck: () => void recheck(),
    sweep: (now) => {
      const pending = sink.pending();
      const nowRead = sent - pending;
      if (pending <= 0 || nowRead > read) readAt = now;
      read = nowRead;
      if (now - readAt >= longestStall) cut();
    },
    close: () => {
      say("event: bye\ndata: {}\n\n");
      forget();
      sink.end();
    },
  };
  const recheck = async () => {
    const current = await findSession(session.id).catch(() => undefined);
    if (current === null) return viewer.close();
    if (!current || ended) return;
    const before = JSON.stringify(viewer.scope);
    viewer.scope = current.scope;
    if (JSON.stringify(current.scope) !== before) say(resetFrame(position()));
  };
  const heartbeat = setInterval(() => {
    say(": beat\n\n");
    void recheck();
  }, heartbeatMs);

  const catchUp = async () => {
    let seq = after === null ? hub.seq : await resolvePosition(after);
    if (seq === null) {
      seq = hub.seq;
      say(resetFrame(position()));
    } else {
      say(positionFrame("ready", `${hub.epoch}:${seq}`));
    }
    while (!ended && seq < hub.seq) {
      const frames = await hub.readFrames(seq);
      if (frames.length === 0) break;
      for (let from = 0; from < frames.length && goesOn(); from += framesAtOnce) {
        const some = frames.slice(from, from + framesAtOnce);
        const chunk = encodeFor(viewer.scope, some);
        // The sweep cuts who doesn't read meanwhile.
        while (goesOn() && !hasRoom(chunk.byteLength)) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        seq = some.at(-1)!.seq;
        send(chunk);
      }
    }
    Object.assign(viewer, { seq, catchingUp: false });
  };

  hub.viewers.add(viewer);
  say(`retry: ${1_000 + Math.floor(Math.random() * 3_000)}\n\n`);
  catchUp().catch(cut);
  return forget;
}

export const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "private, no-store, no-transform",
  "x-accel-buffering": "no",
};

/** The same as what a route handler answers. */
export function openStream(session: Session, after: string | null, signal: AbortSignal): Response {
  let forget = () => {};
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const unlessEnded = (finish: () => void) => () => {
      try {
        finish();
      } catch {
        // The other side was quicker.
      }
    };
    const end = unlessEnded(() => controller.close());
    forget = addViewer(session, after, {
      write: (chunk) => controller.enqueue(chunk),
      pending: () => mostPending - (controller.desiredSize ?? mostPending),
      end,
      abort: unlessEnded(() => controller.error(new Error("The viewer doesn't read"))),
    });
    const onAbort = () => {
      forget();
      end();
    };
    signal.addEventListener("abort", onAbort, { once: true });
  };
  const stream = new ReadableStream<Uint8Array>(
    { start, cancel: () => forget() },
    { highWaterMark: mostPending, size: (chunk) => chunk.byteLength },
  );
  return new Response(stream, { headers: streamHeaders });
}

function resetFrame(position: string) {
  metrics().live.resets += 1;
  return positionFrame("reset", position);
}

/** Who hears it takes it that there is nothing to notice, unless that follows. */
const positionFrame = (event: "ready" | "reset", position: string) =>
  `id: ${position}\nevent: ${event}\ndata: {"live":"${position}"}\n\n${isNearlyFull() ? noticeFrame(true) : ""}`;
