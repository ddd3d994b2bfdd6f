// One case: prints its line and ends with 0 when all was held.
import { endEverything } from "../bench/cleaning";
import { cases } from "./cases";

const [name = "", ...options] = process.argv.slice(2);
const short = options.includes("--short");
const some = (full: number) => (short ? Math.ceil(full / 10) : full);
const within = (ms: number) => (short ? 4 * ms : ms);
/** Nothing may hang for ever, a case the least. */
const mostMs = short ? 120_000 : 600_000;

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void finish(1));

const startedAt = performance.now();
const took = () => `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`;
try {
  const { tried, held } = await Promise.race([
    cases[name]!.run({ short, some, within }),
    tooLong(),
  ]);
  const ok = held.every((each) => each.ok);
  const found = held.map((each) => (each.ok ? each.text : `NOT HELD: ${each.text}`));
  console.log(`${ok ? "ok    " : "FAILED"} ${name}: ${tried}: ${found.join(", ")} (${took()})`);
  await finish(ok ? 0 : 1);
} catch (error) {
  console.log(`FAILED ${name}: it broke off after ${took()}:`, error);
  await finish(1);
}

async function finish(code: number) {
  await endEverything();
  process.exit(code);
}

function tooLong() {
  return new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error("It took too long.")), mostMs).unref();
  });
}
