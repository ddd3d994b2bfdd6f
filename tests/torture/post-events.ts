import { setTimeout as sleep } from "node:timers/promises";
import type { SignedEvent } from "../bench/clients/make-events";
import { openConnection, toRequest } from "../bench/clients/post-connection";
import { projectKeys } from "../bench/project-keys";
import { sharedNow } from "../bench/statistics";
import { sign } from "../support/jelou/sign";

type Target = { port: number; webhookPath: string };

export const signed = (payload: unknown): SignedEvent => {
  const body = Buffer.from(JSON.stringify(payload));
  return { body, signature: sign(projectKeys.signingSecret, body) };
};

export const requestFor = ({ webhookPath }: Target, { body, signature }: SignedEvent) =>
  toRequest(webhookPath, body, { "X-Jelou-Signature": signature });

/** One event on a connection of its own; 0 where the connection broke or nobody answered in time. */
export async function postOnce(target: Target, event: SignedEvent, withinMs = 60_000) {
  const connection = await openConnection(target.port).catch(() => undefined);
  if (!connection) return 0;
  const impatient = setTimeout(() => connection.close(), withinMs);
  const status = await connection.post(requestFor(target, event));
  clearTimeout(impatient);
  connection.close();
  return status;
}

export type Posted = {
  /** How often each status was answered; 0 is a broken connection. */
  statuses: Map<number, number>;
  /** The longest that an answer took, whatever it said. */
  slowestMs: number;
};

/**
 * Posts each event until it is answered 200, again after a broken connection or a 503 as somebody would who may not lose
 * any.
 */
export async function postAll(
  target: Target,
  events: SignedEvent[],
  {
    connections = 32,
    perSecond = Number.POSITIVE_INFINITY,
    onTaken = (_index: number, _at: number) => {},
  } = {},
): Promise<Posted> {
  const statuses = new Map<number, number>();
  const startedAt = sharedNow();
  let slowestMs = 0;
  let next = 0;
  const work = async () => {
    let connection: Awaited<ReturnType<typeof openConnection>> | undefined;
    for (let index = next++; index < events.length; index = next++) {
      const request = requestFor(target, events[index]!);
      const early = startedAt + (index / perSecond) * 1_000 - sharedNow();
      if (early > 0) await sleep(early);
      for (;;) {
        connection ??= await openConnection(target.port).catch(() => undefined);
        const sentAt = sharedNow();
        const status = connection ? await connection.post(request) : 0;
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const now = sharedNow();
        slowestMs = Math.max(slowestMs, now - sentAt);
        if (status === 200) {
          onTaken(index, now);
          break;
        }
        connection?.close();
        connection = undefined;
        await sleep(20);
      }
    }
    connection?.close();
  };
  await Promise.all(Array.from({ length: connections }, work));
  return { statuses, slowestMs };
}

export const countOf = (statuses: Map<number, number>, matches: (status: number) => boolean) =>
  [...statuses].reduce((sum, [status, times]) => (matches(status) ? sum + times : sum), 0);
