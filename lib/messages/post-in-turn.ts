import { RequestError } from "@/lib/http/request-json";

const turns = new Map<string, Promise<unknown>>();

/** Runs what has the same key one after the other, in the order in which it was asked for. */
export function inTurn<Result>(key: string, run: () => Promise<Result>): Promise<Result> {
  const turn = (turns.get(key) ?? Promise.resolve()).then(() => run());
  const settled = turn
    .catch(() => {})
    .finally(() => {
      if (turns.get(key) === settled) turns.delete(key);
    });
  turns.set(key, settled);
  return turn;
}

/** Nobody has said no: the desk is away or too busy, and may take the very same a moment later. */
export const isPassing = (code: string) =>
  code === "offline" || code === "unavailable" || code === "too_many_requests";

const patienceMs = 8_000;
const answerLimitMs = 15_000;

/**
 * Tries again for a while what may be tried again, so that a gap in the network costs nobody a thought.
 * @throws RequestError
 */
export async function withPatience<Result>(
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const until = Date.now() + patienceMs;
  for (let pause = 400; ; pause *= 2) {
    try {
      return await run(AbortSignal.timeout(answerLimitMs));
    } catch (thrown) {
      const error = toRequestError(thrown);
      if (!isPassing(error.code) || Date.now() + pause > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function toRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  if (thrown instanceof DOMException)
    return new RequestError("offline", "The desk doesn't answer.");
  return new RequestError("internal", "The desk's answer can't be read.");
}
