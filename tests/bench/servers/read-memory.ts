import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { endWithRun } from "../cleaning";

/** Resident memory of a process, in megabytes. */
export function readMemory(pid: number): number {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
    return Number(kilobytes) / 1024;
  } catch {
    return (
      Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024
    );
  }
}

/** Looks every 50 ms; `stop` answers the most that was seen. */
export function watchPeak(pid: number) {
  let peak = readMemory(pid);
  const watch = setInterval(() => {
    peak = Math.max(peak, readMemory(pid));
  }, 50);
  const end = endWithRun(() => Promise.resolve(clearInterval(watch)));
  return {
    stop: async () => {
      await end();
      return peak;
    },
  };
}
