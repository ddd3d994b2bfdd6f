import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const endings = new Set<() => Promise<unknown>>();

/** What is given is done once: by whoever calls the returned function, or at the end of the run, last started first. */
export function endWithRun(end: () => Promise<unknown>): () => Promise<void> {
  let done: Promise<unknown> | undefined;
  const once = async () => {
    endings.delete(once);
    done ??= end();
    await done;
  };
  endings.add(once);
  return once;
}

export async function endEverything() {
  for (const end of [...endings].reverse()) await end().catch(console.error);
}

export function makeFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `mostrador-bench-${name}-`));
  endWithRun(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  return folder;
}
