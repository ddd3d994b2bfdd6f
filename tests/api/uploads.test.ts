import { expect, onTestFinished, test } from "vitest";
import { db } from "@/lib/db/store";
import { limits } from "@/lib/uploads/schema";
import { openDesk } from "../support/desk.ts";
import * as files from "../support/files.ts";
import { hire, stranger } from "../support/people.ts";
import {
  beginUpload,
  generated,
  onDisk,
  sendForm,
  sendRaw,
  sendStreamedForm,
} from "../support/uploads.ts";

const desk = await openDesk();
const { admin, dataDir } = desk;
const agent = await hire(admin, "agent");

const mebibyte = 1024 ** 2;
/** Hundreds of mebibytes take their time where every core is busy. */
const longTest = 120_000;
const movie = files.movie("isom");

test("one byte is a document", async () => {
  const { status, body } = await sendRaw(agent, "x");
  expect([status, body]).toEqual([
    201,
    {
      id: expect.stringMatching(/^[\w-]{36}$/),
      type: "document",
      mimeType: "text/plain",
      filename: "document.txt",
      size: 1,
    },
  ]);
});

test.each([
  ["image", files.jpeg, "image/jpeg"],
  ["video", movie, "video/mp4"],
  ["audio", files.mp3, "audio/mpeg"],
  ["document", Buffer.of(0x9b), "application/octet-stream"],
] as const)(
  "%s: its limit is taken and one byte more isn't",
  async (type, start, mimeType) => {
    const limit = limits[type];
    const taken = await sendRaw(agent, generated(limit, start), { filename: "a" });
    expect([taken.status, taken.body]).toMatchObject([201, { type, mimeType, size: limit }]);
    expect((await agent.remove(`/api/uploads/${taken.body.id}`)).status).toBe(204);
    const { status, body } = await sendRaw(agent, generated(limit + 1, start), { filename: "a" });
    expect([status, body.error.code]).toEqual([413, "too_large"]);
    expect(body.error.message).toContain(`${limit / mebibyte} MiB`);
    expect(body.error.fields).toEqual({ file: [body.error.message] });
    expect(body.limit).toEqual({ type, bytes: limit });
    expect(onDisk(dataDir).arriving).toEqual([]);
  },
  longTest,
);

test(
  "a form's file has the same limits",
  async () => {
    const taken = await sendStreamedForm(agent, generated(limits.document));
    expect([taken.status, taken.body.size]).toEqual([201, limits.document]);
    await agent.remove(`/api/uploads/${taken.body.id}`);
    const over = await sendStreamedForm(agent, generated(limits.document + 1));
    expect([over.status, over.body.limit]).toEqual([
      413,
      { type: "document", bytes: 100 * mebibyte },
    ]);
    const image = await sendForm(agent, files.padded(files.png, limits.image + 1), "a.pdf");
    expect([image.status, image.body.limit.type]).toEqual([413, "image"]);
  },
  longTest,
);

test(
  "far too much is refused by what it says it is, and cut off where it says nothing",
  async () => {
    const size = String(limits.document * 10);
    const said = await agent.post("/api/uploads", "x", { headers: { "content-length": size } });
    expect([said.status, said.body.limit.type]).toEqual([413, "document"]);
    let made = 0;
    async function* endless() {
      yield movie;
      for (; made < 400; made += 1) yield Buffer.alloc(mebibyte);
    }
    const cut = await sendRaw(agent, endless()).catch(() => undefined);
    expect(made).toBeLessThan(150);
    // By what has come it is a video, and that is what it is refused as, where the answer is read at all.
    if (cut) expect([cut.status, cut.body.limit.type]).toEqual([413, "video"]);
    await expect.poll(() => onDisk(dataDir).arriving).toEqual([]);
  },
  longTest,
);

test("nothing is no file", async () => {
  for (const { status, body } of [
    await sendRaw(agent, ""),
    await sendForm(agent, "", "a.txt"),
    await sendForm(agent, "x", "a.txt", "other"),
    await sendRaw(agent, "x", { headers: { "content-type": "multipart/form-data" } }),
    await sendRaw(agent, "x", { headers: { "content-type": "multipart/form-data; boundary=a" } }),
    await sendStreamedForm(agent, generated(1_000), false),
  ]) {
    expect([status, body.error.code]).toEqual([400, "bad_input"]);
    expect(body.error.fields.file).toEqual([body.error.message]);
  }
  expect(onDisk(dataDir).arriving).toEqual([]);
});

test.each([{ form: false }, { form: true }])(
  "an upload that breaks off leaves nothing: %j",
  async (how) => {
    const before = await db().selectFrom("uploads").select("id").execute();
    const { cutOff } = await beginUpload(agent, how);
    await expect.poll(() => onDisk(dataDir).arriving.length).toBe(1);
    cutOff();
    await expect.poll(() => onDisk(dataDir).arriving).toEqual([]);
    expect(await db().selectFrom("uploads").select("id").execute()).toEqual(before);
  },
);

test("somebody who sends very many at once has to wait, and nobody else", async () => {
  const busy = await hire(admin, "agent");
  const begun = await Promise.all(Array.from({ length: 6 }, () => beginUpload(busy)));
  onTestFinished(() => begun.forEach(({ cutOff }) => void cutOff()));
  await expect.poll(() => onDisk(dataDir).arriving.length).toBe(6);
  const { status, body } = await sendRaw(busy, "x");
  expect([status, body.error.code]).toEqual([429, "too_many_requests"]);
  expect((await sendRaw(agent, "x")).status).toBe(201);
  begun[0]!.cutOff();
  await expect.poll(async () => (await sendRaw(busy, "x")).status).toBe(201);
});

test("what somebody hasn't sent yet may not fill the disk", async () => {
  const hoarder = await hire(admin, "agent");
  const { body } = await sendRaw(hoarder, "x");
  const row = await db()
    .selectFrom("uploads")
    .selectAll()
    .where("id", "=", body.id)
    .executeTakeFirstOrThrow();
  const more = { ...row, id: "a-gibibyte", size: 1024 ** 3 };
  await db().insertInto("uploads").values(more).execute();
  expect((await sendRaw(hoarder, "x")).status).toBe(429);
  await hoarder.remove("/api/uploads/a-gibibyte");
  expect((await sendRaw(hoarder, "x")).status).toBe(201);
});

test.each([
  ["a page that says it is a picture", "<html><script>alert(1)</script>", "text/html", "html"],
  ["a drawing with a script", "<svg><script>alert(1)</script></svg>", "image/svg+xml", "svg"],
  ["a picture that is a script", "GIF89a/*\n*/=1;alert(1)//", "text/plain", "txt"],
  ["a table", "a;b\n1;2\n", "text/plain", "txt"],
  ["a zip bomb", files.zipBomb(), "application/zip", "zip"],
] as const)("%s is what its content is", async (_what, content, mimeType, extension) => {
  const headers = { "content-type": "image/jpeg" };
  const raw = await sendRaw(agent, content, { filename: "a.jpg", headers });
  const filename = `a.${extension}`;
  expect([raw.status, raw.body]).toMatchObject([201, { type: "document", mimeType, filename }]);
  const inForm = await sendForm(agent, content, "a.jpg");
  expect(inForm.body).toEqual({ ...raw.body, id: inForm.body.id });
});

test.each([
  ["of Windows", files.exe, "factura.pdf"],
  ["of Linux", files.elf, "factura.pdf"],
  ["of a shell", "#!/bin/sh\necho\n", "notas.txt"],
] as const)("a program is refused whatever it is called: %s", async (_of, content, filename) => {
  const { status, body } = await sendRaw(agent, content, { filename });
  expect([status, body.error.code]).toEqual([415, "unsupported"]);
  expect(body.error.fields.file).toEqual([body.error.message]);
  expect(onDisk(dataDir).arriving).toEqual([]);
});

test.each([
  ["../../../etc/passwd", "passwd.png"],
  ["a\r\nSet-Cookie: a=b.png", "aSet-Cookie_ a=b.png"],
  ["\u202Egnp.exe", "gnp.png"],
  ['"; filename="b.exe', "_; filename=_b.png"],
  ["x".repeat(5_000), `${"x".repeat(116)}.png`],
  ["año 😀.png", "año 😀.png"],
] as const)("the name %j is made safe", async (given, expected) => {
  const { body } = await sendRaw(agent, files.png, { filename: given });
  expect(body.filename).toBe(expected);
  const { headers } = await agent.open(`/api/uploads/${body.id}`);
  expect(headers.get("content-disposition")).toMatch(
    /^inline; filename="[^"]*"; filename\*=UTF-8''/,
  );
  expect(decodeURIComponent(headers.get("content-disposition")!.split("''")[1]!)).toBe(expected);
  expect((await sendForm(agent, files.png, given)).body.filename).toBe(expected);
});

test("strangers and other sites' pages send nothing, and JSON isn't asked for", async () => {
  expect((await sendRaw(stranger(), "x")).status).toBe(401);
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  expect((await sendRaw(agent, "x", { headers: foreign })).status).toBe(403);
  expect((await sendRaw(agent, "x", { headers: { "content-type": "text/plain" } })).status).toBe(
    201,
  );
});
