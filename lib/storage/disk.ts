import { chmod, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { notFound } from "@/lib/errors";
import type { Storage } from "./storage";

/** In folders by the first two letters of the key, so that none gets too full. */
export function diskStorage(directory: string): Storage {
  const place = (key: string) =>
    join(/* turbopackIgnore: true */ directory, key.slice(0, 2).toLowerCase(), key);
  return {
    async put(key, path) {
      const target = place(key);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await chmod(path, 0o600);
      await flush(path);
      await rename(path, target);
      await flush(dirname(target));
    },
    async open(key, range) {
      const file = await open(place(key)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === "ENOENT" ? notFound("file") : error;
      });
      return file.createReadStream(range ? { start: range.from, end: range.to } : {});
    },
    async remove(key) {
      await rm(place(key), { force: true });
    },
    address: async () => null,
  };
}

/** What is acknowledged is on the disk, the name of it too. */
async function flush(path: string) {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
