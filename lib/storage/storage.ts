import type { Readable } from "node:stream";

/** In bytes, both ends included. */
export type ByteRange = { from: number; to: number };

/** Keeps files by keys that are made here: letters, digits and hyphens. */
export type Storage = {
  /** Takes the file at `path`, which may be gone from there then. Half a file never stands under the key. */
  put: (key: string, path: string, file: { mimeType: string; size: number }) => Promise<void>;
  /** @throws AppError not_found when nothing stands under the key */
  open: (key: string, range?: ByteRange) => Promise<Readable>;
  /** Nothing happens where nothing stands. */
  remove: (key: string) => Promise<void>;
  /** Where anybody can fetch it until then (ms since 1970); null where the store has no address of its own. */
  address: (
    key: string,
    file: { expiresAt: number; disposition: string; mimeType: string },
  ) => Promise<string | null>;
};
