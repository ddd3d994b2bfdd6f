import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { limitBody } from "@/scripts/limit-body";

/** What somebody sees who begins to send so and then says no more, half a minute on. */
async function stall(head: string, reads: boolean) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const server = createServer((request) => {
    limitBody(request);
    if (reads) request.resume();
    arrived();
  });
  let arrived = () => {};
  const taken = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let cut = false;
  socket
    .on("error", () => {})
    .on("close", () => {
      cut = true;
    });
  socket.write(head);
  await taken;
  await new Promise((resolve) => setImmediate(resolve));
  vi.advanceTimersByTime(30_000);
  vi.useRealTimers();
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  return cut;
}

const half = "Host: a\r\nContent-Length: 10\r\n\r\n12345";

test.each([
  ["half a body that is read", `POST /api/webhooks/jelou/p HTTP/1.1\r\n${half}`, true, true],
  ["half a body that nobody reads", `POST /login HTTP/1.1\r\n${half}`, false, true],
  [
    "chunks without an end",
    "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
    true,
    true,
  ],
  ["half a file", `POST /api/uploads HTTP/1.1\r\n${half}`, true, false],
  ["no body, and an answer that takes its time", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", true, false],
  [
    "a whole body, and an answer that takes its time",
    `POST / HTTP/1.1\r\n${half}67890`,
    true,
    false,
  ],
])("%s", async (_what, head, reads, cut) => {
  expect(await stall(head, reads)).toBe(cut);
});
