import { crc32, deflateSync, gzipSync } from "node:zlib";

/** Small files of every kind, as their programs make them, and larger ones that begin like them. */

const ascii = (text: string) => Buffer.from(text, "latin1");
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

/** `start`, filled up to so many bytes with what is no text. */
export function padded(start: Buffer, size: number): Buffer {
  const file = Buffer.alloc(size, 0x9b);
  start.copy(file);
  return file;
}

export const jpeg = Buffer.concat([hex("ffd8ffe000104a46494600010100000100010000"), hex("ffd9")]);

function pngChunk(type: string, data: Buffer) {
  const body = Buffer.concat([ascii(type), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

export const png = Buffer.concat([
  hex("89504e470d0a1a0a"),
  pngChunk("IHDR", hex("00000001 00000001 08 02 000000")),
  pngChunk("IDAT", deflateSync(Buffer.alloc(4))),
  pngChunk("IEND", Buffer.alloc(0)),
]);

const box = (type: string, ...content: Buffer[]) => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};
const track = (kind: string) =>
  box(
    "trak",
    box("tkhd", Buffer.alloc(20)),
    box("mdia", box("hdlr", Buffer.alloc(8), ascii(kind))),
  );

/** An MP4 or 3GPP file by its brand, with these tracks. */
export const movie = (brand: string, ...kinds: string[]) =>
  Buffer.concat([
    box("ftyp", ascii(brand.padEnd(4)), Buffer.alloc(4), ascii("isom")),
    box("mdat", Buffer.alloc(64, 1)),
    box("moov", box("mvhd", Buffer.alloc(20)), ...kinds.map(track)),
  ]);

export const mp3 = Buffer.concat([hex("49443303000000000000 fffb9064"), Buffer.alloc(400)]);
export const aac = Buffer.concat([hex("fff150800cbffc"), Buffer.alloc(400)]);
export const amr = Buffer.concat([ascii("#!AMR\n"), hex("3c91170012")]);
export const opus = Buffer.concat([
  ascii("OggS"),
  hex("0002000000000000000001000000000000000000000001 13"),
  ascii("OpusHead"),
  Buffer.alloc(40),
]);
export const wav = Buffer.concat([ascii("RIFF\x24\0\0\0WAVEfmt "), Buffer.alloc(32)]);
export const pdf = ascii("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n");
export const gif = Buffer.concat([ascii("GIF89a"), hex("0100010080000000000000ffffff2c")]);
export const exe = Buffer.concat([ascii("MZ"), hex("9000030000000400"), Buffer.alloc(100)]);
export const elf = Buffer.concat([hex("7f454c4602010100"), Buffer.alloc(56)]);

/** An archive of what is stored as it is; with `claimed` sizes that a bomb would have. */
export function zip(entries: Record<string, string | Buffer>, claimed?: number): Buffer {
  const parts = Object.entries(entries).map(([name, content]) => {
    const data = Buffer.from(content);
    const head = Buffer.alloc(30);
    head.write("PK\x03\x04", "latin1");
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc32(data), 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt32LE(claimed ?? data.length, 22);
    head.writeUInt16LE(name.length, 26);
    if (claimed !== undefined) head.writeUInt16LE(8, 8);
    return Buffer.concat([head, ascii(name), data]);
  });
  return Buffer.concat([...parts, ascii("PK\x05\x06"), Buffer.alloc(18)]);
}

/** Ten mebibytes of nothing in ten kilobytes, in an entry that readers of documents look into. */
export const zipBomb = () =>
  zip({ mimetype: gzipSync(Buffer.alloc(10 * 1024 ** 2)).subarray(10, -8) }, 10 * 1024 ** 2);

/** A compound file of Microsoft's whose root has this class id. */
export function compound(classId: string): Buffer {
  const file = Buffer.alloc(512 * 3);
  hex("d0cf11e0a1b11ae1").copy(file);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  hex(classId).copy(file, 1024 + 80);
  return file;
}
