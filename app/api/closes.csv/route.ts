import { logFilter } from "@/lib/close-log/input";
import { readWholeLog } from "@/lib/close-log/read";
import type { LogEntry } from "@/lib/close-log/schema";
import { csvHeader, toCsv } from "@/lib/close-log/to-csv";
import { route } from "@/lib/http/route";

export const GET = route(
  { query: logFilter, roles: ["admin", "supervisor"] },
  async ({ scope, query }) => {
    const pages = await readWholeLog(scope, query);
    const today = new Date().toISOString().slice(0, 10);
    return new Response(streamText(toLines(pages)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="closes-${today}.csv"`,
        "cache-control": "private, no-store",
      },
    });
  },
);

async function* toLines(pages: AsyncIterable<LogEntry[]>) {
  yield csvHeader;
  for await (const entries of pages) yield toCsv(entries);
}

/** A piece is made when the last one has been taken, and none after the reader has gone. */
function streamText(pieces: AsyncGenerator<string>) {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
