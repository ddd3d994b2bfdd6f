import type { Session } from "@/lib/auth/sessions";
import { findSession } from "@/lib/auth/sessions";
import { AppError } from "@/lib/errors";
import { encodeFor, findHub, type Viewer } from "./hub";
import { resolvePosition } from "./read";

/** A viewer with more than this waiting, or none of it read for so long, is cut; he comes back and catches up. */
const mostPending = 256 * 1024;
const longestStall = 5_000;
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
      if ((controller.desiredSize ?? 0) < chunk.byteLength && sent > read) return cut();
      controller.enqueue(chunk);
      sent += chunk.byteLength;
    };
    const say = (text: string) => send(encoder.encode(text));
    const position = () => `${hub.epoch}:${hub.seq}`;

    const viewer: Viewer = {
      scope: session.scope,
      catchingUp: true,
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
        await untilRead(controller, signal);
        seq = frames.at(-1)!.seq;
        send(encodeFor(viewer.scope, frames));
      }
      viewer.catchingUp = false;
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

/** A viewer who doesn't read is cut by the sweep, which aborts nothing: an errored controller has no desired size. */
async function untilRead(controller: ReadableStreamDefaultController, signal: AbortSignal) {
  while (!signal.aborted && (controller.desiredSize ?? mostPending) < mostPending / 2) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
