import { isUnavailable } from "@/lib/db/is-unavailable";
import { write } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import { metrics } from "@/lib/metrics";
import { once } from "@/lib/once";
import { outsideRequest } from "@/lib/request-facts";
import { type Delivery, storeDeliveries, type Verdict } from "./write";

type Waiting = {
  delivery: Delivery;
  resolve: (verdict: Verdict) => void;
  reject: (error: unknown) => void;
};

/** How long a delivery may wait for company, and how many share one commit. */
const gatherMs = 2;
const mostPerCommit = 100;
/** A database that stands still fills no memory: what comes beyond this is told to come again. */
const mostWaitingBytes = 64 * 1024 * 1024;

const queue = () =>
  once("webhook-batch", () => ({ waiting: [] as Waiting[], bytes: 0, running: false }));

/** Resolves once the delivery is durably stored, with many others in one commit; rejects when nothing was stored. */
export function storeDelivery(delivery: Delivery): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const state = queue();
    if (state.bytes > mostWaitingBytes) return reject(tooMany());
    state.waiting.push({ delivery, resolve, reject });
    state.bytes += delivery.raw.length;
    if (!state.running) {
      state.running = true;
      outsideRequest(() => setTimeout(() => void drain(), gatherMs));
    }
  });
}

const tooMany = () =>
  new AppError("unavailable", "Too much is waiting to be stored. Nothing was; try again.");

function take(most: number) {
  const state = queue();
  const taken = state.waiting.splice(0, most);
  for (const { delivery } of taken) state.bytes -= delivery.raw.length;
  return taken;
}

async function drain() {
  const state = queue();
  while (state.waiting.length > 0) {
    await commit(take(mostPerCommit));
    // Lets the requests that came meanwhile in.
    await new Promise((resolve) => setImmediate(resolve));
  }
  state.running = false;
}

async function commit(batch: Waiting[]) {
  try {
    const stopTimer = metrics().batchSeconds.startTimer();
    const verdicts = await write((tx) =>
      storeDeliveries(
        tx,
        batch.map((each) => each.delivery),
      ),
    );
    stopTimer();
    metrics().batchSize.observe(batch.length);
    for (const [index, each] of batch.entries()) each.resolve(verdicts[index]!);
  } catch (error) {
    // Those that came meanwhile would wait as long again, one batch after the other, to be told the same.
    if (isUnavailable(error)) {
      for (const each of [...batch, ...take(queue().waiting.length)]) each.reject(error);
      return;
    }
    if (batch.length === 1) return batch[0]!.reject(error);
    // One that can't be stored must not take the others with it.
    for (const each of batch) await commit([each]);
  }
}
