import type { Session } from "@/lib/auth/sessions";
import { findSession } from "@/lib/auth/sessions";
import { AppError } from "@/lib/errors";
import { encodeFor, findHub, type Viewer } from "./hub";
import { resolvePosition } from "./read";

/** A viewer with more than this waiting, or none of it read for so long, is cut; he comes back and catches up. */
const mostPending = 256 * 1024;
const longestStall = 5_000;
/** Who catches up gets this many frames at a time, so that little waits for him where he doesn't read. */
const framesAtOnce = 50;
const heartbeatMs = 15_000;

const encoder = new TextEncoder();

/**
 * The event stream of one viewer: what came after `after`, then everything as it happens. An `after` that the log can't
 * serve gives `event: reset`, on which a client fetches anew. @throws AppError unavailable while the desk stops
 */
export function openStream(session: Session, after: string | null, signal: AbortSignal): Response {
  const hub = findHub();
  if (!hub || hub.stopped)
    throw new AppError("unavailable", "The desk is starting or stopping. Try again in a moment.");
  let ended = false;
  let cleanUp = () => {};

  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    let sent = 0;
    let read = 0;
    let readAt = Date.now();
    const end = (finish: () => void) => {
      cleanUp();
      try {
        finish();
      } catch {
        // The other side was quicker.
      }
    };
    const cut = () => end(() => controller.error(new Error("The viewer doesn't read")));
    const send = (chunk: Uint8Array) => {
      if (ended) return;
      if (!hasRoom(controller, chunk.byteLength)) return cut();
      controller.enqueue(chunk);
      sent += chunk.byteLength;
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
        const pending = mostPending - (controller.desiredSize ?? mostPending);
        const nowRead = sent - pending;
        if (pending <= 0 || nowRead > read) readAt = now;
        read = nowRead;
        if (now - readAt >= longestStall) cut();
      },
      close: () => {
        say("event: bye\ndata: {}\n\n");
        end(() => controller.close());
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
    cleanUp = () => {
      ended = true;
      clearInterval(heartbeat);
      hub.viewers.delete(viewer);
      signal.removeEventListener("abort", onAbort);
    };
    const onAbort = () => end(() => controller.close());
    signal.addEventListener("abort", onAbort);

    const catchUp = async () => {
      let seq = after === null ? hub.seq : await resolvePosition(after);
      if (seq === null) {
        seq = hub.seq;
        say(resetFrame(position()));
      } else {
        say(`id: ${hub.epoch}:${seq}\nevent: ready\ndata: {"live":"${hub.epoch}:${seq}"}\n\n`);
      }
      while (!ended && seq < hub.seq) {
        const frames = await hub.readFrames(seq);
        if (frames.length === 0) break;
        for (let from = 0; from < frames.length; from += framesAtOnce) {
          const some = frames.slice(from, from + framesAtOnce);
          const chunk = encodeFor(viewer.scope, some);
          await untilRoom(controller, chunk.byteLength, signal);
          seq = some.at(-1)!.seq;
          send(chunk);
        }
      }
      Object.assign(viewer, { seq, catchingUp: false });
    };

    hub.viewers.add(viewer);
    say(`retry: ${1_000 + Math.floor(Math.random() * 3_000)}\n\n`);
    catchUp().catch(() => cut());
  };

  const stream = new ReadableStream<Uint8Array>(
    { start, cancel: () => cleanUp() },
    { highWaterMark: mostPending, size: (chunk) => chunk.byteLength },
  );
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "private, no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

const resetFrame = (position: string) =>
  `id: ${position}\nevent: reset\ndata: {"live":"${position}"}\n\n`;

/** One who has read everything may be sent a chunk of any size. An errored controller has no desired size. */
function hasRoom(controller: ReadableStreamDefaultController, bytes: number) {
  const pending = mostPending - (controller.desiredSize ?? mostPending);
  return pending <= 0 || pending + bytes <= mostPending;
}

/** A viewer who doesn't read is cut by the sweep meanwhile. */
async function untilRoom(
  controller: ReadableStreamDefaultController,
  bytes: number,
  signal: AbortSignal,
) {
  while (!signal.aborted && !hasRoom(controller, bytes))
    await new Promise((resolve) => setTimeout(resolve, 20));
}
