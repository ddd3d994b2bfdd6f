import type { ServerResponse } from "node:http";
import { crc32, deflateSync } from "node:zlib";

const makers: Record<string, [type: string, make: (name: string) => Buffer]> = {
  png: ["image/png", makePicture],
  pdf: ["application/pdf", makePdf],
  wav: ["audio/wav", makeVoiceNote],
};

/** Pictures, documents and voice notes are made from their name, so none is kept. */
export function sendMedia(path: string, response: ServerResponse): void {
  const [, name = "", extension = ""] = /^\/media\/([\w-]+)\.(\w+)$/.exec(path) ?? [];
  const maker = makers[extension];
  if (!maker) {
    response.writeHead(404).end();
    return;
  }
  const [type, make] = maker;
  const bytes = make(name);
  response.writeHead(200, {
    "Content-Type": type,
    "Content-Length": bytes.length,
    "Cross-Origin-Resource-Policy": "cross-origin",
  });
  response.end(bytes);
}

type Colour = readonly [number, number, number];

/** A parcel on a table, or a sheet of paper with lines when the name speaks of a paper. */
function makePicture(name: string): Buffer {
  const [width, height] = [480, 360];
  const tint = crc32(name) % 60;
  const isPaper = /factura|recibo|comprobante/.test(name);
  const paint = isPaper ? paintPaper : paintParcel;
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    const row = y * (1 + width * 3);
    for (let x = 0; x < width; x += 1) rows.set(paint(x, y, tint), row + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(rows)),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function paintParcel(x: number, y: number, tint: number): Colour {
  const inBox = x > 110 && x < 370 && y > 90 && y < 290;
  if (inBox && x > 225 && x < 255) return [214, 190 - tint / 2, 140];
  if (inBox && x > 285 && x < 350 && y > 215 && y < 270) return [240, 240, 236];
  if (inBox) return [176, 130 - tint / 3, 84 + (y % 24 < 1 ? 12 : 0)];
  return y > 250 ? [120, 110 + tint, 104] : [206 - tint, 214, 222 - (y >> 3)];
}

function paintPaper(x: number, y: number, tint: number): Colour {
  if (x < 130 || x > 350 || y < 20 || y > 340) return [92, 80 + tint, 110];
  const onLine =
    y > 50 && y < 320 && y % 22 < 5 && x > 150 && x < 330 - ((Math.floor(y / 22) * 37 + tint) % 90);
  return onLine ? [120, 124, 130] : [250, 249, 244];
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

function makePdf(name: string): Buffer {
  const text = `BT /F1 20 Tf 48 330 Td (${name}) Tj 0 -36 Td /F1 12 Tf (Documento de ejemplo) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 400] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let file = "%PDF-1.4\n";
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join("")}`;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file + table + trailer, "latin1");
}

/** Eight kilobytes a second of something that rises and falls like speech. */
function makeVoiceNote(name: string): Buffer {
  const rate = 8000;
  const samples = rate * (2 + (crc32(name) % 5));
  const file = Buffer.alloc(44 + samples);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + samples, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write("data", 36);
  file.writeUInt32LE(samples, 40);
  for (let i = 0; i < samples; i += 1) {
    const syllable = Math.max(0, Math.sin((i / rate) * 19));
    const pitch = 150 + 25 * Math.sin((i / rate) * 2.3);
    file[44 + i] = 128 + 50 * syllable * Math.sin((i / rate) * 2 * Math.PI * pitch);
  }
  return file;
}
