import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** A plain tar, which every system's own program reads, too. */
const block = 512;
const chunkBytes = 1024 * 1024;
const mostOctal = 8 ** 11;

export type Entry = { name: string; size: number };
export type Summed = Entry & { sha256: string };

/** A new archive that only its owner reads; it is whole once `finish` has come to its end. */
export async function createArchive(path: string) {
  const out = await open(path, "wx", 0o600);
  async function add(name: string, size: number, chunks: AsyncIterable<Buffer>): Promise<Summed> {
    const hash = createHash("sha256");
    let written = 0;
    await out.write(headerOf(name, size));
    for await (const chunk of chunks) {
      hash.update(chunk);
      written += chunk.length;
      await out.write(chunk);
    }
    if (written !== size) throw new Error(`${name} changed while it was read.`);
    await out.write(Buffer.alloc(padding(size)));
    return { name, size, sha256: hash.digest("hex") };
  }
  return {
    addText: (name: string, text: string) => {
      const bytes = Buffer.from(text);
      return add(name, bytes.length, once(bytes));
    },
    /** As long as it is now; who deletes it meanwhile takes nothing from us. */
    addFile: async (name: string, file: FileHandle) => {
      const { size } = await file.stat();
      return add(name, size, readRange(file, 0, size));
    },
    finish: async () => {
      await out.write(Buffer.alloc(2 * block));
      await out.sync();
      await out.close();
    },
    abandon: () => out.close().catch(() => {}),
  };
}

/** What is in an archive, found by its headers alone. @throws Error when it is none, or not whole */
export async function openArchive(path: string) {
  const file = await open(path);
  const { size: length } = await file.stat();
  const entries = new Map<string, { size: number; at: number }>();
  let at = 0;
  for (;;) {
    const header = Buffer.alloc(block);
    const { bytesRead } = await file.read(header, 0, block, at);
    if (bytesRead < block) throw notWhole(path);
    if (header.every((byte) => byte === 0)) break;
    const { name, size } = readHeader(header, path);
    entries.set(name, { size, at: at + block });
    at += block + size + padding(size);
    if (at > length) throw notWhole(path);
  }
  const find = (name: string) => {
    const entry = entries.get(name);
    if (!entry) throw new Error(`There is no ${name} in ${path}.`);
    return entry;
  };
  return {
    names: [...entries.keys()],
    readText: async (name: string) => {
      const { at: start, size } = find(name);
      const chunks: Buffer[] = [];
      for await (const chunk of readRange(file, start, size)) chunks.push(chunk);
      return Buffer.concat(chunks).toString("utf8");
    },
    /** @throws Error when what was in it isn't what its maker put there */
    extract: async ({ name, size, sha256 }: Summed, to: string) => {
      const entry = find(name);
      const hash = createHash("sha256");
      async function* hashed() {
        for await (const chunk of readRange(file, entry.at, entry.size)) {
          hash.update(chunk);
          yield chunk;
        }
      }
      await pipeline(hashed, createWriteStream(to, { flags: "wx", mode: 0o600, flush: true }));
      if (entry.size !== size || hash.digest("hex") !== sha256)
        throw new Error(`${name} in ${path} is not what was put there: the file is damaged.`);
    },
    close: () => file.close(),
  };
}

async function* readRange(file: FileHandle, start: number, size: number) {
  for (let read = 0; read < size; ) {
    const buffer = Buffer.alloc(Math.min(chunkBytes, size - read));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start + read);
    if (bytesRead === 0) return;
    read += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* once(bytes: Buffer) {
  yield bytes;
}

const padding = (size: number) => (block - (size % block)) % block;

function headerOf(name: string, size: number) {
  const header = Buffer.alloc(block);
  if (header.write(name, 0, 100) !== Buffer.byteLength(name))
    throw new Error(`${name} is too long.`);
  header.write("0000600\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  if (size < mostOctal) header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  else {
    header.writeUInt8(0x80, 124);
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  header.write(
    `${Math.floor(Date.now() / 1000)
      .toString(8)
      .padStart(11, "0")}\0`,
    136,
  );
  header.write("0", 156);
  header.write("ustar\0" + "00", 257);
  header.write(checksumOf(header), 148);
  return header;
}

function readHeader(header: Buffer, path: string): Entry {
  if (
    header.toString("latin1", 257, 262) !== "ustar" ||
    header.toString("latin1", 148, 156) !== checksumOf(header)
  )
    throw new Error(`${path} is no backup of a desk, or is damaged.`);
  const name = header.toString("utf8", 0, 100).replace(/\0.*$/s, "");
  const size =
    header[124] === 0x80
      ? Number(header.readBigUInt64BE(128))
      : Number.parseInt(header.toString("latin1", 124, 135), 8);
  return { name, size };
}

function checksumOf(header: Buffer) {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return `${sum.toString(8).padStart(6, "0")}\0 `;
}

const notWhole = (path: string) =>
  new Error(`${path} is not whole: it ends in the middle, or is no backup.`);
