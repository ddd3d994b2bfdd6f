import { createParser, type EventSourceMessage } from "eventsource-parser";
import { expect, onTestFinished } from "vitest";
import type { Person } from "./people.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into frames of every kind
type Frame = Omit<EventSourceMessage, "data"> & { data: any };

/** A viewer of the live stream who reads all the time; it ends with the test. */
export async function watch(
  person: Person,
  { after, lastEventId }: { after?: string | undefined; lastEventId?: string } = {},
) {
  const leaving = new AbortController();
  const query = after === undefined ? "" : `?after=${encodeURIComponent(after)}`;
  const headers: Record<string, string> = lastEventId ? { "last-event-id": lastEventId } : {};
  const response = await person.open(`/api/live${query}`, { headers, signal: leaving.signal });
  const frames: Frame[] = [];
  const retries: number[] = [];
  const parser = createParser({
    onEvent: (event) => frames.push({ ...event, data: JSON.parse(event.data) }),
    onRetry: (ms) => retries.push(ms),
  });
  const state = { ended: false, failed: false };
  if (response.body) void read(response.body);
  onTestFinished(() => leaving.abort());

  async function read(body: ReadableStream<Uint8Array>) {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }));
    } catch {
      state.failed = true;
    }
    state.ended = true;
  }

  const ofKind = (event: string) => frames.filter((frame) => frame.event === event);
  const changes = () => ofKind("change");
  return {
    response,
    frames,
    retries,
    state,
    leave: () => leaving.abort(),
    ofKind,
    changes,
    /** The stream has begun and says where it stands. */
    ready: async () => {
      await expect.poll(() => ofKind("ready").length + ofKind("reset").length).toBeGreaterThan(0);
    },
    /** Waits for as many changes of a conversation as are asked for. */
    changesOf: async (conversationId: string, count: number) => {
      const found = () => changes().filter((frame) => frame.data.conversationId === conversationId);
      await expect.poll(() => found().length, { timeout: 5_000 }).toBeGreaterThanOrEqual(count);
      return found();
    },
  };
}
