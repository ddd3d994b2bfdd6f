import type { FileHandle } from "node:fs/promises";

/** What a "compound file" of Microsoft's is, by the class id of its root. */
const classes: Record<string, { mimeType: string; extension: string } | "program"> = {
  "0609020000000000c000000000000046": { mimeType: "application/msword", extension: "doc" },
  "2008020000000000c000000000000046": { mimeType: "application/vnd.ms-excel", extension: "xls" },
  "1008020000000000c000000000000046": { mimeType: "application/vnd.ms-excel", extension: "xls" },
  "108d81649b4fcf1186ea00aa00b929e8": {
    mimeType: "application/vnd.ms-powerpoint",
    extension: "ppt",
  },
  "0b0d020000000000c000000000000046": {
    mimeType: "application/vnd.ms-outlook",
    extension: "msg",
  },
  // Windows Installer: package, patch, transform.
  "84100c0000000000c000000000000046": "program",
  "86100c0000000000c000000000000046": "program",
  "82100c0000000000c000000000000046": "program",
};

/** Undefined where the root has no class that we know, as with files that Office didn't write. */
export async function classOfCompound(file: FileHandle) {
  const header = await readAt(file, 0, 52);
  if (header.length < 52) return undefined;
  const sectorSize = 2 ** Math.min(header.readUInt16LE(30), 20);
  const root = (header.readUInt32LE(48) + 1) * sectorSize;
  return classes[(await readAt(file, root + 80, 16)).toString("hex")];
}

const mostBoxes = 2_000;
const parents = ["moov", "trak", "mdia"];

/** The kinds of the tracks of an MP4 or 3GPP file ("vide", "soun", …); none where its boxes can't be followed. */
export async function listTracks(file: FileHandle): Promise<string[]> {
  const found: string[] = [];
  const { size } = await file.stat();
  let boxes = 0;
  const walk = async (from: number, to: number) => {
    for (let at = from; at + 8 <= to && boxes < mostBoxes; boxes += 1) {
      const header = await readAt(file, at, 24);
      if (header.length < 8) return;
      const type = header.toString("latin1", 4, 8);
      const [length, head] = lengthOf(header, to - at);
      if (length < head) return;
      if (parents.includes(type)) await walk(at + head, Math.min(at + length, to));
      if (type === "hdlr") found.push(header.toString("latin1", head + 8, head + 12));
      at += length;
    }
  };
  await walk(0, size);
  return found;
}

/** Of a box and of its head; 1 says that the length follows in 64 bits, 0 that the box is the last one. */
function lengthOf(header: Buffer, rest: number): [length: number, head: number] {
  const short = header.readUInt32BE(0);
  if (short === 0) return [rest, 8];
  if (short !== 1) return [short, 8];
  return header.length < 16 ? [0, 16] : [Number(header.readBigUInt64BE(8)), 16];
}

/** As many bytes as there are. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
