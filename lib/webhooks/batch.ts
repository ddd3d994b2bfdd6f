import { write } from "@/lib/db/store";
import { once } from "@/lib/once";
import { type Delivery, storeDeliveries, type Verdict } from "./write";

type Waiting = {
  delivery: Delivery;
  resolve: (verdict: Verdict) => void;
  reject: (error: unknown) => void;
};

/** How long a delivery may wait for company, and how many share one commit. */
const gatherMs = 2;
const mostPerCommit = 100;

const queue = () => once("webhook-batch", () => ({ waiting: [] as Waiting[], running: false }));

/** Resolves once the delivery is durably stored, with many others in one commit; rejects when nothing was stored. */
export function storeDelivery(delivery: Delivery): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const { waiting, running } = queue();
    waiting.push({ delivery, resolve, reject });
    if (!running) {
      queue().running = true;
      setTimeout(() => void drain(), gatherMs);
    }
  });
}

async function drain() {
  const state = queue();
  while (state.waiting.length > 0) {
    await commit(state.waiting.splice(0, mostPerCommit));
    // Lets the requests that came meanwhile in.
    await new Promise((resolve) => setImmediate(resolve));
  }
  state.running = false;
}

async function commit(batch: Waiting[]) {
  try {
    const verdicts = await write((tx) =>
      storeDeliveries(
        tx,
        batch.map((each) => each.delivery),
      ),
    );
    for (const [index, each] of batch.entries()) each.resolve(verdicts[index]!);
  } catch (error) {
    if (batch.length === 1) return batch[0]!.reject(error);
    // One that can't be stored must not take the others with it.
    for (const each of batch) await commit([each]);
  }
}
