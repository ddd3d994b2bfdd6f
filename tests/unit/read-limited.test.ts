import { expect, test } from "vitest";
import { readLimited } from "@/lib/http/read-limited";

const mebibyte = 1024 * 1024;

/** A body of which all but the end has come. */
function unfinished(bytes = mebibyte - 1) {
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(bytes));
      end = () => controller.close();
    },
    cancel: () => {
      end = () => {};
    },
  });
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  const reading = readLimited(new Request("http://x/", init), mebibyte).then(
    (bytes) => bytes.length,
    (error: { code: string }) => error.code,
  );
  return { reading, end: () => end() };
}

test("bodies without an end fill no memory, and are no harm once they have gone", async () => {
  const bodies = Array.from({ length: 140 }, unfinished);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const small = unfinished(60_000);
  small.end();
  expect(await small.reading).toBe(60_000);
  for (const { end } of bodies) end();
  const read = await Promise.all(bodies.map(({ reading }) => reading));
  expect(read.filter((each) => each === mebibyte - 1)).toHaveLength(128);
  expect(read.filter((each) => each === "unavailable")).toHaveLength(12);
  const another = unfinished();
  another.end();
  expect(await another.reading).toBe(mebibyte - 1);
});
