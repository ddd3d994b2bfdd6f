// Holds many live streams open and counts what each receives, at the least cost for the machine.
import { connect, type Socket } from "node:net";
import { answerCommands } from "../child";
import { sharedNow } from "../statistics";

export type ViewersInput = { port: number; cookie: string; count: number; reading: boolean };

type Viewer = { socket: Socket; frames: number; tail: string; lastAt: number; open: boolean };

const anyChange = "event: change\n";
let marker = anyChange;
const viewers: Viewer[] = [];
const awaited = { frames: Number.POSITIVE_INFINITY, behind: 0, whenAllThere: () => {} };
let sample = "";

const commands = {
  /** Resolves when every stream has begun. */
  open: async ({ port, cookie, count, reading }: ViewersInput) => {
    const request = `GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: ${cookie}\r\n\r\n`;
    for (let made = 0; made < count; made += 50) {
      const some = Array.from({ length: Math.min(50, count - made) }, () =>
        openViewer(port, request, reading),
      );
      await Promise.all(some);
    }
  },

  /** From now on each stream's frames are counted anew, up to so many. */
  expect: (frames: number) => expectMarkers(anyChange, frames),

  /** The same for one frame that holds this text. */
  expectText: (text: string) => expectMarkers(text, 1),

  /** How many have not received all within that time, and when the last frame of all came, on the shared clock. */
  received: async (withinMs: number) => {
    if (awaited.behind > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        awaited.whenAllThere = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return { behind: awaited.behind, lastAt: Math.max(...viewers.map((viewer) => viewer.lastAt)) };
  },

  /** One whole frame, as the first stream got it last. */
  frame: () => sample,

  /** Lets those who had stopped read again; how many of them were not cut meanwhile. */
  wake: async () => {
    for (const { socket } of viewers) socket.resume();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return viewers.filter((viewer) => viewer.open).length;
  },

  close: () => {
    for (const { socket } of viewers.splice(0)) socket.destroy();
  },
};

export type ViewerCommands = typeof commands;

function expectMarkers(text: string, frames: number) {
  marker = text;
  for (const viewer of viewers) viewer.frames = 0;
  Object.assign(awaited, { frames, behind: viewers.length });
}

function openViewer(port: number, request: string, reading: boolean) {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const viewer: Viewer = { socket, frames: 0, tail: "", lastAt: 0, open: true };
  socket.write(request);
  return new Promise<void>((resolve, reject) => {
    let head = "";
    const onHead = (chunk: Buffer) => {
      head += chunk.toString("latin1");
      if (!head.startsWith("HTTP/1.1 200")) return reject(new Error(head.slice(0, 500)));
      if (!head.includes("event: ready\n")) return;
      socket.off("data", onHead);
      viewers.push(viewer);
      if (reading) socket.on("data", (bytes) => count(viewer, bytes));
      else socket.pause();
      resolve();
    };
    socket.on("data", onHead).once("error", reject);
    socket
      .on("error", () => {})
      .on("close", () => {
        viewer.open = false;
      });
  });
}

function count(viewer: Viewer, bytes: Buffer) {
  const text = viewer.tail + bytes.toString("latin1");
  const before = viewer.frames;
  let found = text.indexOf(marker);
  if (found >= 0 && marker === anyChange && viewer === viewers[0]) keepSample(text, found);
  while (found >= 0) {
    viewer.frames += 1;
    found = text.indexOf(marker, found + marker.length);
  }
  viewer.tail = text.slice(1 - marker.length);
  if (viewer.frames === before) return;
  viewer.lastAt = sharedNow();
  if (before < awaited.frames && viewer.frames >= awaited.frames && --awaited.behind === 0)
    awaited.whenAllThere();
}

function keepSample(text: string, found: number) {
  const end = text.indexOf("\n\n", found);
  if (end > 0) sample = `id: 00000000:1\n${text.slice(found, end)}\n\n`;
}

answerCommands(commands);
