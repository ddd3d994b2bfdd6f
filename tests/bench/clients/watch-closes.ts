import { connect } from "node:net";
import { sharedNow } from "../statistics";

/** One live stream that notes when each conversation's close was first seen accepted, by the conversation's id. */
export async function watchCloses(port: number, cookie: string) {
  const acceptedAt = new Map<string, number>();
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
        const id = /"state":"(?:accepted|confirmed)"/.test(frame)
          ? /"conversationId":"([^"]+)"/.exec(frame)?.[1]
          : undefined;
        if (id === undefined || acceptedAt.has(id)) continue;
        acceptedAt.set(id, now);
        waiting.get(id)?.();
      }
    });
  });
  socket.write(
    `GET /api/live HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: ${cookie}\r\n\r\n`,
  );
  await ready;
  return {
    accepted: async (conversationId: string) => {
      if (!acceptedAt.has(conversationId)) {
        await new Promise<void>((resolve) => waiting.set(conversationId, resolve));
      }
      return acceptedAt.get(conversationId)!;
    },
    close: () => socket.destroy(),
  };
}
