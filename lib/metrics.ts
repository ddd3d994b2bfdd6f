import {
  type CounterConfiguration,
  collectDefaultMetrics,
  Counter as PromCounter,
  Histogram as PromHistogram,
  Registry,
} from "prom-client";
import { isAppError } from "./errors";
import { once } from "./once";

const prefix = "mostrador_";
const quick = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const patient = [1, 2.5, 5, 7.5, 10, 15, 30, 60, 120, 300, 900];

/** What is counted since the process began; what can be looked up instead is, when somebody asks. */
export const metrics = () => once("metrics", makeMetrics);

function makeMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix });
  const registers = [registry];
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new PromCounter<T>({
      name: prefix + name,
      help,
      labelNames,
      registers,
    } as CounterConfiguration<T>);
  const histogram = <T extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly T[] = [],
  ) => new PromHistogram<T>({ name: prefix + name, help, buckets, labelNames, registers });
  return {
    registry,
    requests: counter("http_requests_total", "Requests answered", ["method", "route", "status"]),
    requestSeconds: histogram("http_request_seconds", "Until the answer was sent", quick, [
      "route",
    ]),
    webhooks: counter("webhooks_total", "Posts of Jelou's, by what became of them", ["outcome"]),
    batchSize: histogram(
      "webhook_batch_size",
      "Events that shared one commit",
      [1, 2, 5, 10, 20, 50, 100],
    ),
    batchSeconds: histogram("webhook_commit_seconds", "One commit of events", quick),
    writeSeconds: histogram(
      "database_write_seconds",
      "One writing transaction, its wait included",
      quick,
    ),
    databaseErrors: counter("database_unavailable_total", "Writes that the database couldn't take"),
    attempts: counter("attempts_total", "Calls to Jelou, by what came of them", [
      "kind",
      "outcome",
    ]),
    settleSeconds: histogram("settle_seconds", "From the asking until Jelou had it", patient, [
      "kind",
      "state",
    ]),
    audited: counter("audited_total", "What the audit log was told", ["action", "result"]),
    live: { events: 0, bytes: 0, cut: 0, resets: 0 },
  };
}

/** Counts one webhook by its verdict, or by why it was refused. */
export async function countWebhook<T extends string>(verdict: Promise<T>): Promise<T> {
  try {
    const outcome = await verdict;
    metrics().webhooks.inc({ outcome });
    return outcome;
  } catch (error) {
    metrics().webhooks.inc({ outcome: isAppError(error) ? error.code : "unavailable" });
    throw error;
  }
}

/** How long somebody waited for Jelou; `askedAt` in ms since 1970. */
export const countSettled = (kind: "close" | "message", state: string, askedAt: number) =>
  metrics().settleSeconds.observe({ kind, state }, Math.max(0, Date.now() - askedAt) / 1000);
