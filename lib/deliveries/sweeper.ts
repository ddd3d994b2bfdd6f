import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { startLoop } from "@/lib/loop";
import { writeRefusals } from "@/lib/webhooks/write-refusals";
import { forgetBodies, forgetRefusals } from "./write-retention";

const everyMs = 1_000;
const retentionEveryMs = 600_000;
const dayMs = 86_400_000;

/** Writes down what was refused, and forgets what is older than DELIVERY_DAYS. */
export function startDeliverySweeper() {
  let due = 0;
  const complain = (error: unknown) =>
    log().error({ err: error }, "Refused deliveries could not be counted; it tries again");
  const loop = startLoop(
    async (goesOn) => {
      await writeRefusals();
      if (Date.now() < due) return everyMs;
      const keptFrom = Date.now() - env().deliveryDays * dayMs;
      const isDone = (await forgetBodies(keptFrom, goesOn)) && (await forgetRefusals(keptFrom));
      if (isDone) due = Date.now() + retentionEveryMs;
      return everyMs;
    },
    complain,
    everyMs,
  );
  return {
    ...loop,
    stop: async () => {
      await loop.stop();
      await writeRefusals().catch(complain);
    },
  };
}
