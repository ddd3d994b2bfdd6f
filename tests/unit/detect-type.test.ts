import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { detectType } from "@/lib/uploads/detect-type";
import * as files from "../support/files.ts";
import { temporaryDirectory } from "../support/settings.ts";

async function detect(content: Buffer | string) {
  const path = join(temporaryDirectory(), "a.file");
  writeFileSync(path, content);
  const found = await detectType(path);
  return found === "program" ? found : `${found.type} ${found.mimeType}`;
}

const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const contentTypes = `<Types><Override ContentType="${word}.main+xml"/></Types>`;

test.each([
  ["a JPEG", files.jpeg, "image image/jpeg"],
  ["a PNG", files.png, "image image/png"],
  ["an MP4 with picture and sound", files.movie("isom", "vide", "soun"), "video video/mp4"],
  ["an MP4 whose tracks can't be found", files.movie("mp42"), "video video/mp4"],
  ["a 3GPP video", files.movie("3gp4", "vide"), "video video/3gpp"],
  ["an MP4 with sound alone", files.movie("mp42", "soun"), "audio audio/mp4"],
  ["an M4A", files.movie("M4A ", "soun"), "audio audio/mp4"],
  ["an MP3", files.mp3, "audio audio/mpeg"],
  ["an AAC", files.aac, "audio audio/aac"],
  ["an AMR", files.amr, "audio audio/amr"],
  ["a voice note of WhatsApp's", files.opus, "audio audio/ogg; codecs=opus"],
] as const)("%s is what WhatsApp shows by itself", async (_name, content, expected) => {
  expect(await detect(content)).toBe(expected);
});

test.each([
  ["a PDF", files.pdf, "application/pdf"],
  ["a PDF of letters alone", "%PDF-1.4\n1 0 obj\n<<>>\nendobj", "application/pdf"],
  ["a GIF", files.gif, "image/gif"],
  ["a WAV", files.wav, "audio/wav"],
  ["a 3GPP file with sound alone", files.movie("3gp4", "soun"), "audio/3gpp"],
  ["a film of Apple's", files.movie("qt", "vide"), "video/quicktime"],
  ["a Word document", files.zip({ "[Content_Types].xml": contentTypes }), word],
  [
    "a Word document of old",
    files.compound("0609020000000000c000000000000046"),
    "application/msword",
  ],
  ["some other compound file", files.compound("0".repeat(32)), "application/x-cfb"],
  ["an archive", files.zip({ "a.txt": "a" }), "application/zip"],
  ["bytes of no kind", Buffer.from([0, 1, 2, 3]), "application/octet-stream"],
  ["one byte of no kind", Buffer.of(0), "application/octet-stream"],
  ["one letter", "x", "text/plain"],
  ["a table", "id,name\n1,Ñandú\n", "text/plain"],
  ["JSON", '{"a":[1,2]}', "text/plain"],
  ["a text that begins like a picture", "BM,1\n2,3\n", "text/plain"],
  ["a text that begins like a program", "MZ-100;5\n", "text/plain"],
  ["a text that begins like a sound", "ID3 and more", "text/plain"],
  ["UTF-16", Buffer.from("\uFEFFid;año\r\n1;2\r\n", "utf16le"), "text/plain"],
  ["a text of old Windows", Buffer.from("a\xf1o;1\r\ncaf\xe9;2\r\n", "latin1"), "text/plain"],
  ["a text with the end that DOS puts", "a;b\r\n\u001A", "text/plain"],
  ["XML", '<?xml version="1.0"?><invoice/>', "application/xml"],
] as const)("%s is a document", async (_name, content, expected) => {
  expect(await detect(content)).toBe(`document ${expected}`);
});

const drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

test.each([
  [drawing, "image/svg+xml"],
  [`<?xml version="1.0"?>\n<!-- a --> ${drawing}`, "image/svg+xml"],
  [`\uFEFF <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd">${drawing}`, "image/svg+xml"],
  ['<s:svg xmlns:s="http://www.w3.org/2000/svg"/>', "image/svg+xml"],
  ["<!doctype html><title>a</title>", "text/html"],
  ["\n<!-- a -->\n<HTML>", "text/html"],
  ["<script>alert(1)</script>", "text/html"],
  ["<img src=x onerror=alert(1)>", "text/html"],
  ['<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "text/html"],
  [`<div>${drawing}</div>`, "text/html"],
])("%s is known for what a browser would make of it", async (content, expected) => {
  expect(await detect(content)).toBe(`document ${expected}`);
});

test("a picture that is a script too is a document, so that it is never shown in place", async () => {
  expect(await detect("GIF89a/*\n*/=1;alert(1)//")).toBe("document text/plain");
  expect(await detect(Buffer.concat([files.gif, Buffer.from("*/=1;alert(1)//")]))).toBe(
    "document image/gif",
  );
  const page = Buffer.concat([files.jpeg, Buffer.from("<script>alert(1)</script>")]);
  expect(await detect(page)).toBe("image image/jpeg");
});

test.each([
  ["of Windows", files.exe],
  ["of Linux", files.elf],
  ["of macOS", Buffer.from("cffaedfe07000001", "hex")],
  ["of macOS, for two kinds of machine", Buffer.from("cafebabe0000000200000000", "hex")],
  ["of Java", Buffer.from("cafebabe0000003d00000000", "hex")],
  ["of Java, packed", files.zip({ "META-INF/MANIFEST.MF": "Manifest-Version: 1.0" })],
  ["of Android", files.zip({ "classes.dex": "dex" })],
  ["a Windows installer", files.compound("84100c0000000000c000000000000046")],
  ["a link of Windows", Buffer.from("4c0000000114020000000000c000000000000046", "hex")],
  ["a script", "#!/bin/sh\nrm -rf /\n"],
  ["a script behind a byte order mark", "\uFEFF#!/usr/bin/env node\n"],
  ["a script with a load", Buffer.concat([Buffer.from("#!/bin/sh\n"), Buffer.alloc(100)])],
  ["a script that claims to be a sound", Buffer.from("#!AMR; rm\n\0\0", "latin1")],
])("a program is known: %s", async (_name, content) => {
  expect(await detect(content)).toBe("program");
});

test("a zip bomb stays a zip, and nobody unpacks it", async () => {
  const bomb = files.zipBomb();
  expect(bomb.length).toBeLessThan(20_000);
  const before = process.memoryUsage().arrayBuffers;
  expect(await detect(bomb)).toBe("document application/zip");
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5 * 1024 ** 2);
});

test("no content, however broken, is too much for it", async () => {
  const document = files.zip({ "[Content_Types].xml": contentTypes });
  const old = files.compound("0".repeat(32));
  const media: Buffer[] = [
    files.jpeg,
    files.png,
    files.movie("isom", "vide"),
    files.mp3,
    files.opus,
  ];
  const starts = [...media, document, old, files.pdf];
  const content = fc
    .tuple(fc.constantFrom(...starts), fc.nat(600), fc.uint8Array({ maxLength: 600 }))
    .map(([start, length, rest]) => Buffer.concat([start.subarray(0, length), rest]));
  await fc.assert(
    fc.asyncProperty(content, async (bytes) => {
      expect(await detect(bytes)).toMatch(/^(program|(image|video|audio|document) [\w.+-]+\/)/);
    }),
    { numRuns: 300 },
  );
});
