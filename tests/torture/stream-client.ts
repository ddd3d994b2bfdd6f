import { connect, type Socket } from "node:net";
import { sharedNow } from "../bench/statistics";

type Target = { port: number };

/**
 * Somebody who looks on by a stream, over as many connections as it takes, each going on after the last frame that came
 * whole, and keeps what he has seen once.
 */
export class StreamClient {
  /** What each frame told of, by its place in the log. */
  readonly seen = new Map<number, number>();
  repeats = 0;
  resets = 0;
  /** Frames that came before an earlier one, on one connection. */
  disorders = 0;
  connected = false;
  readonly #target: Target;
  readonly #cookie: string;
  #lastId: string | undefined;
  #socket: Socket | undefined;

  constructor(target: Target, cookie: string) {
    this.#target = target;
    this.#cookie = cookie;
  }

  /** Resolves when the stream has begun. @throws Error when it doesn't */
  connect(): Promise<void> {
    const socket = connect({ port: this.#target.port, host: "127.0.0.1", noDelay: true });
    this.#socket = socket;
    const after = this.#lastId ? `Last-Event-ID: ${this.#lastId}\r\n` : "";
    socket.write(
      `GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${this.#cookie}\r\n${after}\r\n`,
    );
    let text = "";
    let before = 0;
    return new Promise((resolve, reject) => {
      socket.on("error", () => {});
      socket.on("close", () => {
        if (socket === this.#socket) this.connected = false;
        reject(new Error("The stream ended before it began."));
      });
      socket.on("data", (chunk: Buffer) => {
        const frames = (text + chunk.toString("latin1")).split("\n\n");
        text = frames.pop() ?? "";
        for (const frame of frames) before = this.#take(frame, before);
        if (this.#lastId === undefined) return;
        this.connected = true;
        resolve();
      });
    });
  }

  #take(frame: string, before: number): number {
    const [, id, seq] = /(?:^|\n)id: (\S+:(\d+))/.exec(frame) ?? [];
    if (id === undefined) return before;
    this.#lastId = id;
    const at = Number(seq);
    if (frame.includes("event: reset")) this.resets += 1;
    if (!frame.includes("event: change")) return at;
    if (at <= before) this.disorders += 1;
    if (this.seen.has(at)) this.repeats += 1;
    else this.seen.set(at, sharedNow());
    return at;
  }

  /** As a network that fails: without a word. */
  drop() {
    this.connected = false;
    this.#socket?.destroy();
  }
}
