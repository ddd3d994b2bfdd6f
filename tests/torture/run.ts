// Kills, starves, floods and deceives real desks on loopback, and prints what they held, a line for each case.
// npm run torture -- [--only kills-sqlite,clock] [--short] [--json FILE]
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureBuild } from "../bench/ensure-build";
import { cases } from "./cases";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    short: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
const names = Object.keys(cases);
const asked = options.only?.split(",");
const wanted = asked ? names.filter((name) => asked.some((each) => name.startsWith(each))) : names;
const unknown = (asked ?? []).filter((each) => !names.some((name) => name.startsWith(each)));
if (unknown.length > 0) {
  console.error(`No such case: ${unknown.join(", ")}. There are ${names.join(", ")}.`);
  process.exit(1);
}

/** Those that mostly wait run beside one another and beside the one that works. */
const mostWaiting = 4;

const left = {
  working: wanted.filter((name) => !cases[name]!.waits),
  waiting: wanted.filter((name) => cases[name]!.waits),
};
const running = new Set<ChildProcess>();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    left.working.length = 0;
    left.waiting.length = 0;
    for (const child of running) child.kill("SIGTERM");
  });
}

ensureBuild();
const startedAt = performance.now();
const results: boolean[] = [];
const workOff = async (queue: string[]) => {
  for (let name = queue.shift(); name; name = queue.shift()) results.push(await runCase(name));
};
await Promise.all([
  workOff(left.working),
  ...Array.from({ length: mostWaiting }, () => workOff(left.waiting)),
]);
const passed = results.filter(Boolean).length;
const failed = wanted.length - passed;
console.log(`\n${Math.round((performance.now() - startedAt) / 1_000)} s in all.`);
console.log(`${passed} passed, ${failed} failed`);
if (options.json) writeFileSync(options.json, JSON.stringify({ passed, failed }));
process.exitCode = failed > 0 ? 1 : 0;

/** In a process of its own: what it leaves behind, or breaks, ends with it. */
function runCase(name: string): Promise<boolean> {
  const file = fileURLToPath(new URL("./run-case.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--import", "./scripts/alias.mjs", file, name, ...(options.short ? ["--short"] : [])],
    { cwd: fileURLToPath(new URL("../..", import.meta.url)), stdio: "inherit" },
  );
  running.add(child);
  return new Promise((resolve) => {
    child.once("exit", (code) => {
      running.delete(child);
      resolve(code === 0);
    });
  });
}
