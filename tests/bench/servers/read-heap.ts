import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolder } from "../cleaning";

export type Heap = {
  /** Of JavaScript, after a collection, in megabytes. */
  used: number;
  /** Buffers and the like. */
  external: number;
  /** Resident, without what is only mapped from files: SQLite's database is. */
  own: number;
};

/** How a server must be started to tell, and the way to ask it. */
export function makeHeapReader() {
  const file = join(makeFolder("heap"), "memory.json");
  const nodeOptions = [
    "--expose-gc",
    "--import",
    new URL("./tell-memory.mjs", import.meta.url).href,
  ];
  const read = async (pid: number): Promise<Heap> => {
    rmSync(file, { force: true });
    process.kill(pid, "SIGUSR2");
    for (let tries = 0; !existsSync(file); tries += 1) {
      if (tries > 500) throw new Error("The desk doesn't tell its memory.");
      await sleep(20);
    }
    const { heapUsed, external } = JSON.parse(readFileSync(file, "utf8")) as NodeJS.MemoryUsage;
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const [, kilobytes = "0"] = /^RssAnon:\s+(\d+) kB/m.exec(status) ?? [];
    return {
      used: heapUsed / 1024 ** 2,
      external: external / 1024 ** 2,
      own: Number(kilobytes) / 1024,
    };
  };
  return { env: { TELL_MEMORY_IN: file }, nodeOptions, read };
}
