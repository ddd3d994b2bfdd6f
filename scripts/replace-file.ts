import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** The file holds the one text or the other, whenever the power fails, and only its owner reads it. */
export function replaceFile(path: string, text: string) {
  const next = `${path}.${process.pid}.tmp`;
  const file = openSync(next, "wx", 0o600);
  writeFileSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(next, path);
  flushFolder(dirname(path));
}

/** What was renamed or made in it is on the disk. */
export function flushFolder(folder: string) {
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}
