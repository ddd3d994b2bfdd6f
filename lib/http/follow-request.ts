import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { type RequestFacts, withRequestFacts } from "@/lib/request-facts";
import { clientAddress } from "./client-address";
import { nameRoute } from "./name-route";

/** What others may call a request; anything else could be made to look like something else in a log. */
const saneId = /^[\w.:-]{8,100}$/;
/** Said only to who wants to hear everything: they come every few seconds, or by the dozen with a page. */
const quiet = /^\/(api\/health\/|_next\/|icon\.svg)/;

/**
 * Answers a request with its facts at hand, under an id that the answer, its error and the log share, and says in one
 * line what became of it: no query, no body, nothing that only its owner may know.
 */
export function followRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: () => void,
) {
  const facts = factsOf(incoming);
  const givenId = givenIdOf(incoming);
  const began = performance.now();
  const { socket, method = "", url = "" } = incoming;
  const writtenBefore = socket.bytesWritten;
  outgoing.setHeader("x-request-id", facts.id);
  outgoing.on("close", () => {
    const ms = performance.now() - began;
    const bytes = socket.bytesWritten - writtenBefore;
    tell({ method, url, givenId }, outgoing, facts, { ms: Math.round(ms), bytes });
  });
  withRequestFacts(facts, answer);
}

function tell(
  { method, url, givenId }: { method: string; url: string; givenId: string | undefined },
  { statusCode, writableFinished }: ServerResponse,
  { id, address, userId }: RequestFacts,
  took: { ms: number; bytes: number },
) {
  const { route, path } = nameRoute(url);
  const status = `${statusCode}`;
  metrics().requests.inc({ method: methods.has(method) ? method : "other", route, status });
  // A stream lasts as long as somebody looks.
  if (route !== live) metrics().requestSeconds.observe({ route }, took.ms / 1000);
  const line = {
    requestId: id,
    ...(givenId === undefined ? {} : { givenId }),
    method,
    path,
    status: statusCode,
    ...took,
    ...(address === null ? {} : { address }),
    ...(userId === undefined ? {} : { userId }),
    ...(writableFinished || route === live ? {} : { cut: true }),
  };
  log()[levelOf(path, statusCode)](line, "request");
}

const live = "/api/live";
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** What went wrong has a line of its own, which says why. */
function levelOf(path: string, status: number) {
  if (status >= 500) return status === 500 ? "error" : "warn";
  return quiet.test(path) ? "debug" : "info";
}

/** The proxy's name for it, to find it in both logs. Most pass on what a client made up: it is no id of ours. */
function givenIdOf({ headers }: IncomingMessage): string | undefined {
  const given = env().trustedProxies > 0 ? headers["x-request-id"] : undefined;
  return typeof given === "string" && saneId.test(given) ? given : undefined;
}

function factsOf(incoming: IncomingMessage): RequestFacts {
  return {
    id: randomUUID(),
    address: clientAddress(incoming, env().trustedProxies),
    userAgent: incoming.headers["user-agent"]?.slice(0, 300) ?? null,
  };
}
