import { type Options, stringify } from "csv-stringify/sync";

type Cell = string | number | null;
export type Columns<Row> = Record<string, (row: Row) => Cell>;

/** What people wrote must be no formula to the program that opens it. */
const options: Options = {
  escape_formulas: true,
  quote_record_delimiter: true,
  record_delimiter: "\r\n",
};

/** A table to download, named for the day, page by page as it is read. */
export function streamCsv<Row>(
  name: string,
  columns: Columns<Row>,
  pages: AsyncIterable<Row[]>,
): Response {
  const today = new Date().toISOString().slice(0, 10);
  return new Response(streamText(toLines(columns, pages)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}-${today}.csv"`,
      "cache-control": "private, no-store",
    },
  });
}

async function* toLines<Row>(columns: Columns<Row>, pages: AsyncIterable<Row[]>) {
  // Spreadsheets take it for UTF-8 by the mark at its beginning.
  yield stringify([Object.keys(columns)], { ...options, bom: true });
  const cells = Object.values(columns);
  for await (const rows of pages) {
    yield stringify(
      rows.map((row) => cells.map((cell) => cell(row))),
      options,
    );
  }
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

export const toIso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
