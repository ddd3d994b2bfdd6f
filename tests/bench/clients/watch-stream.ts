import { connect } from "node:net";
import { sharedNow } from "../statistics";

export type Watch = Awaited<ReturnType<typeof watchStream>>;

/** One live stream that notes when it first told of each thing. `readKey` names what a frame tells of, where we wait for such. */
export async function watchStream(
  port: number,
  cookie: string,
  readKey: (frame: string) => string | undefined,
) {
  const seenAt = new Map<string, number>();
  const waiting = new Map<string, () => void>();
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  let text = "";
  const ready = new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.on("data", (chunk: Buffer) => {
      const now = sharedNow();
      text += chunk.toString("latin1");
      if (text.includes("event: ready\n")) resolve();
      const frames = text.split("\n\n");
      text = frames.pop() ?? "";
      for (const frame of frames) {
        const key = readKey(frame);
        if (key === undefined || seenAt.has(key)) continue;
        seenAt.set(key, now);
        waiting.get(key)?.();
      }
    });
  });
  socket.write(
    `GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: ${cookie}\r\n\r\n`,
  );
  await ready;
  return {
    seen: async (key: string) => {
      if (!seenAt.has(key)) {
        await new Promise<void>((resolve) => waiting.set(key, resolve));
      }
      return seenAt.get(key)!;
    },
    close: () => socket.destroy(),
  };
}
