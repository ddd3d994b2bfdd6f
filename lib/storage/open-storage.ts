import { join } from "node:path";
import { env } from "@/lib/env";
import { once } from "@/lib/once";
import { diskStorage } from "./disk";
import { s3Storage } from "./s3";
import type { Storage } from "./storage";

const directory = () => join(/* turbopackIgnore: true */ env().dataDir, "uploads");

/** Where files lie while they arrive; the same disk as their last place, so that a rename takes them there. */
export const arrivals = () => join(/* turbopackIgnore: true */ directory(), "tmp");

/** The store that the settings name: DATA_DIR, or a bucket. */
export const openStorage = (): Storage =>
  once("storage", () => {
    const { s3 } = env();
    return s3 ? s3Storage(s3) : diskStorage(directory());
  });
