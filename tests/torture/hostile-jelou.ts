import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { endWithRun } from "../bench/cleaning";
import { readMemory, watchPeak } from "../bench/servers/read-memory";
import { type Case, type Held, hold, type Plan, type Report, seconds } from "./case";
import { type Desk, openDesk } from "./desk";
import {
  callsFor,
  closeThat,
  type Greeted,
  greet,
  type Jelou,
  openJelou,
  orderClose,
  tellDesk,
} from "./jelou-desk";

type Fault = Parameters<Jelou["faults"]["next"]>[0] & { on: "close" };

/** What Jelou does with the first call, and what the close says of it. */
const faults: Record<string, { fault: Fault; code: string }> = {
  hangs: { fault: { on: "close", hang: true, effect: false }, code: "timeout" },
  "closes and hangs": { fault: { on: "close", hang: true }, code: "timeout" },
  resets: { fault: { on: "close", reset: "before" }, code: "reset" },
  "closes and resets": { fault: { on: "close", reset: "after" }, code: "reset" },
  redirects: {
    fault: { on: "close", status: 307, headers: { Location: "/elsewhere" }, effect: false },
    code: "redirect",
  },
  drips: { fault: { on: "close", drip: 200, effect: false }, code: "timeout" },
  "answers HTML": { fault: { on: "close", garbage: "html", effect: false }, code: "unreadable" },
  "answers 4 MB": { fault: { on: "close", garbage: "huge", effect: false }, code: "unreadable" },
  "breaks off": { fault: { on: "close", garbage: "truncated", effect: false }, code: "reset" },
  "says 500": { fault: { on: "close", status: 500 }, code: "server_error" },
};
const retryMs = 15_000;
const timeoutMs = 2_000;

/** Each of its moods once: the close says that nobody knows, and the next attempt settles it. */
async function moods({ within }: Plan): Promise<Report> {
  const sandbox = await openJelou();
  const settings = { JELOU_TIMEOUT_MS: String(timeoutMs) };
  const desk = await openDesk({ gatewayUrl: sandbox.gatewayUrl, settings });
  tellDesk(sandbox, desk);
  const names = Object.keys(faults);
  const customers = await greet(sandbox, desk, names.length);
  for (const [index, name] of names.entries())
    sandbox.faults.next({ ...faults[name]!.fault, userId: customers[index]!.userId });
  const meanwhile = serveMeanwhile(desk);
  const held = await Promise.all(
    names.map((name, index) => oneMood(sandbox, desk, customers[index]!, name)),
  );
  const slowest = await meanwhile.stop();
  await desk.remove();
  return {
    tried: `a Jelou that ${names.join(", ")}`,
    held: [...held, hold(slowest < within(2_000), `others served in ${seconds(slowest)} at most`)],
  };
}

async function oneMood(sandbox: Jelou, desk: Desk, customer: Greeted, name: string): Promise<Held> {
  const { fault, code } = faults[name]!;
  await orderClose(desk, customer.id);
  const closesAtOnce =
    ("hang" in fault && fault.effect !== false) || ("reset" in fault && fault.reset === "after");
  // Its webhook may be there before the call has come to its end.
  if (closesAtOnce) {
    const end = await closeThat(desk, customer.id, ({ state }) => state === "confirmed", 10_000);
    const calls = callsFor(sandbox, customer).length;
    return hold(
      end.state === "confirmed" && end.status === "closed" && calls === 1,
      `${name}: ${end.state} by its webhook after ${calls} call`,
    );
  }
  const doubt = await closeThat(desk, customer.id, (facts) => facts.state === "unknown", 10_000);
  const end = await closeThat(
    desk,
    customer.id,
    ({ state }) => state === "confirmed",
    retryMs + 10_000,
  );
  const calls = callsFor(sandbox, customer).length;
  return hold(
    doubt.state === "unknown" && doubt.code === code && end.state === "confirmed" && calls === 2,
    `${name}: ${doubt.state} (${doubt.code}), then ${end.state} after ${calls} calls`,
  );
}

function serveMeanwhile(desk: Desk) {
  let slowest = 0;
  const end = new AbortController();
  const asking = (async () => {
    while (!end.signal.aborted) {
      const startedAt = performance.now();
      await desk.admin.call("GET", "/api/conversations");
      slowest = Math.max(slowest, performance.now() - startedAt);
      await sleep(100);
    }
  })();
  return {
    stop: async () => {
      end.abort();
      await asking;
      return slowest;
    },
  };
}

const gigabyte = 1024 ** 3;
const piece = Buffer.alloc(64 * 1024, "x");

const success = (id: string) =>
  JSON.stringify({
    statusMessage: "success",
    status: 1,
    data: { conversationId: id, status: "closed" },
  });
const answer = (body: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** A raw socket in Jelou's place, since no HTTP server answers twice or promises a gigabyte. */
async function startRaw(speak: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    socket.once("data", () => speak(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endWithRun(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/jelouapi/v1`;
}

/** A gigabyte, at once or without end, and a second answer behind the first. */
async function rawAnswers({ some }: Plan): Promise<Report> {
  const times = some(40);
  let sent = 0;
  let speak: (socket: Socket) => void = () => {};
  const gatewayUrl = await startRaw((socket) => speak(socket));
  const sandbox = await openJelou();
  const settings = { JELOU_TIMEOUT_MS: String(timeoutMs) };
  const desk = await openDesk({ gatewayUrl, settings });
  tellDesk(sandbox, desk);
  const customers = await greet(sandbox, desk, 2 * times);
  const before = readMemory(desk.pid());
  const memory = watchPeak(desk.pid());

  speak = (socket) => {
    socket.write(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${gigabyte}\r\n\r\n`,
    );
    const pour = () => {
      while (!socket.destroyed && socket.write(piece)) sent += piece.length;
    };
    socket.on("drain", pour);
    pour();
  };
  const large = await closeAll(desk, customers.slice(0, times), "unknown");
  const grown = (await memory.stop()) - before;

  // The second one is about another conversation: nobody asked.
  speak = (socket) => {
    socket.end(answer(success("")) + answer(success(customers[0]!.jelouId)));
  };
  const twice = await closeAll(desk, customers.slice(times), "accepted");
  const [first] = large;
  const untouched = await closeThat(desk, customers[0]!.id, () => true, 0);
  await desk.remove();
  return {
    tried: `a Jelou that answers 1 GB, or twice on one socket, ${times} times each`,
    held: [
      hold(
        large.every(({ state, code }) => state === "unknown" && code === "unreadable"),
        `1 GB: ${first?.state} (${first?.code}) after ${Math.round(sent / times / 1024)} kB each`,
      ),
      hold(grown < 128, `${grown.toFixed(0)} MB more at most`),
      hold(
        twice.every(({ state }) => state === "accepted") && untouched.state === "unknown",
        `twice: the first answer counts, ${twice[0]?.state}`,
      ),
    ],
  };
}

async function closeAll(desk: Desk, customers: Greeted[], state: string) {
  for (const { id } of customers) await orderClose(desk, id);
  return Promise.all(
    customers.map(({ id }) => closeThat(desk, id, (facts) => facts.state === state, 20_000)),
  );
}

export const hostileJelou: Record<string, Case> = {
  "jelou-moods": { waits: true, run: moods },
  "jelou-raw": { run: rawAnswers },
};
