import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { addressForJelou, loadUploads } from "@/lib/uploads/read";
import { openDesk } from "../support/desk.ts";
import * as files from "../support/files.ts";
import { hire, type Person, stranger } from "../support/people.ts";
import { onDisk, sendRaw, useUpload } from "../support/uploads.ts";

const desk = await openDesk();
const { admin } = desk;
const newProject = async () => {
  const id = `p-${crypto.randomUUID()}`;
  return (await admin.post("/api/projects", { name: id, jelouProjectId: id })).body.id as string;
};
const project = await newProject();
const agent = await hire(admin, "agent", [project]);
const colleague = await hire(admin, "agent", [project]);
const outsider = await hire(admin, "agent", [await newProject()]);

const pathOf = (id: string) => `/api/uploads/${id}`;

async function bytesOf(person: Person, path: string, headers: Record<string, string> = {}) {
  const response = await person.open(path, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes };
}

async function addressOf(id: string) {
  const { pathname, search } = new URL(await addressForJelou((await loadUploads([id])).get(id)!));
  return `${pathname}${search}`;
}

test("what was sent comes back byte by byte, and nothing in it is carried out", async () => {
  const content = files.padded(files.jpeg, 300_000);
  randomBytes(200_000).copy(content, 1_000);
  const { body } = await sendRaw(agent, content, { filename: "foto.jpg" });
  const { status, headers, bytes } = await bytesOf(agent, pathOf(body.id));
  expect(status).toBe(200);
  expect(bytes.equals(content)).toBe(true);
  expect(Object.fromEntries(headers)).toEqual({
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=3600, immutable",
    "content-disposition": `inline; filename="foto.jpg"; filename*=UTF-8''foto.jpg`,
    "content-length": "300000",
    "content-security-policy": "sandbox; default-src 'none'",
    "content-type": "image/jpeg",
    "x-content-type-options": "nosniff",
  });
});

test.each([
  ["image/png", files.png, "inline"],
  ["video/mp4", files.movie("isom", "vide"), "inline"],
  ["video/3gpp", files.movie("3gp4", "vide"), "inline"],
  ["audio/ogg; codecs=opus", files.opus, "inline"],
  ["application/pdf", files.pdf, "attachment"],
  ["image/gif", files.gif, "attachment"],
  ["text/html", "<!doctype html><script>alert(1)</script>", "attachment"],
  ["image/svg+xml", "<svg><script>alert(1)</script></svg>", "attachment"],
  ["text/plain", "hola", "attachment"],
] as const)("%s is served as what it is", async (mimeType, content, disposition) => {
  const { body } = await sendRaw(agent, content);
  for (const path of [pathOf(body.id), await addressOf(body.id)]) {
    const { headers } = await bytesOf(agent, path);
    expect(headers.get("content-type")).toBe(mimeType);
    expect(headers.get("content-disposition")).toMatch(new RegExp(`^${disposition};`));
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  }
});

test("unused it is its owner's alone; in a conversation it is everybody's who sees that", async () => {
  const { body } = await sendRaw(agent, "x");
  const seenBy = async (person: Person) => (await person.open(pathOf(body.id))).status;
  expect(await seenBy(agent)).toBe(200);
  for (const person of [colleague, outsider, admin]) expect(await seenBy(person)).toBe(404);
  expect(await seenBy(stranger())).toBe(401);
  await useUpload(agent, body.id, { projectId: project });
  for (const person of [agent, colleague, admin]) expect(await seenBy(person)).toBe(200);
  expect(await seenBy(outsider)).toBe(404);
  const gone = await outsider.get(pathOf(body.id));
  expect(gone.body.error.message).toBe((await outsider.get(pathOf("nothing"))).body.error.message);
});

test("it becomes part of one message, of its owner's, once", async () => {
  const { body } = await sendRaw(agent, "x", { filename: "a.txt" });
  const inProject = { projectId: project };
  const fields = { uploadId: [expect.any(String)] };
  const wrong = (code: string) => expect.objectContaining({ code, fields });
  await expect(useUpload(colleague, body.id, inProject)).rejects.toEqual(wrong("bad_input"));
  await expect(useUpload(agent, "nothing", inProject)).rejects.toEqual(wrong("bad_input"));
  const row = await useUpload(agent, body.id, inProject);
  expect(row).toMatchObject({
    id: body.id,
    kind: "document",
    filename: "a.txt",
    message_id: "m1",
    conversation_id: "c1",
    project_id: project,
    delete_after: null,
  });
  expect((await loadUploads([body.id, "nothing"])).get(body.id)).toEqual(row);
  await expect(useUpload(agent, body.id, inProject)).rejects.toEqual(wrong("conflict"));
  await expect(useUpload(colleague, body.id, inProject)).rejects.toEqual(wrong("bad_input"));
});

test("its owner deletes it as long as it isn't used", async () => {
  const { body } = await sendRaw(agent, "x");
  expect((await colleague.remove(pathOf(body.id))).status).toBe(404);
  expect((await agent.remove(pathOf(body.id))).status).toBe(204);
  expect((await agent.open(pathOf(body.id))).status).toBe(404);
  expect((await agent.remove(pathOf(body.id))).status).toBe(404);
  await expect(useUpload(agent, body.id, { projectId: project })).rejects.toMatchObject({
    code: "bad_input",
  });
  await expect.poll(() => onDisk(desk.dataDir).kept, { timeout: 5_000 }).not.toContain(body.id);
  const used = (await sendRaw(agent, "x")).body.id;
  await useUpload(agent, used, { projectId: project });
  expect((await agent.remove(pathOf(used))).status).toBe(409);
  expect((await agent.open(pathOf(used))).status).toBe(200);
});

test("after its day nobody gets it or sends it, swept or not", async () => {
  const { body } = await sendRaw(agent, "x");
  const address = await addressOf(body.id);
  await db()
    .updateTable("uploads")
    .set({ delete_after: Date.now() - 1 })
    .where("id", "=", body.id)
    .execute();
  expect((await agent.open(pathOf(body.id))).status).toBe(404);
  expect((await stranger().open(address)).status).toBe(404);
  await expect(useUpload(agent, body.id, { projectId: project })).rejects.toMatchObject({
    code: "bad_input",
  });
});

const sound = files.padded(files.mp3, 1_000);
const soundId = (await sendRaw(agent, sound)).body.id;

test.each([
  ["bytes=0-0", 0, 0],
  ["bytes=10-19", 10, 19],
  ["bytes=990-", 990, 999],
  ["bytes=990-5000", 990, 999],
  ["bytes=-10", 990, 999],
  ["bytes=-5000", 0, 999],
  ["bytes=0-", 0, 999],
])("the range %s is answered alone", async (range, from, to) => {
  for (const path of [pathOf(soundId), await addressOf(soundId)]) {
    const { status, headers, bytes } = await bytesOf(agent, path, { range });
    expect([status, headers.get("content-range")]).toEqual([206, `bytes ${from}-${to}/1000`]);
    expect(bytes.equals(sound.subarray(from, to + 1))).toBe(true);
    expect(headers.get("content-length")).toBe(String(to - from + 1));
  }
});

test.each(["bytes=1000-", "bytes=5000-6000", "bytes=-0"])(
  "%s lies beyond its end",
  async (range) => {
    const { status, headers, bytes } = await bytesOf(agent, pathOf(soundId), { range });
    expect([status, headers.get("content-range"), bytes.length]).toEqual([416, "bytes */1000", 0]);
  },
);

test.each(["bytes=", "bytes=a-b", "bytes=5-2", "bytes=0-1,5-6", "items=0-1"])(
  "for %s the whole is answered",
  async (range) => {
    const { status, bytes } = await bytesOf(agent, pathOf(soundId), { range });
    expect([status, bytes.length]).toEqual([200, 1_000]);
  },
);

test("Jelou's address needs no session and is good for a day", async () => {
  const { body } = await sendRaw(agent, "hola", { filename: "a.txt" });
  const row = (await loadUploads([body.id])).get(body.id)!;
  const url = new URL(await addressForJelou(row));
  expect(url.origin).toBe(desk.url);
  const hours = (Number(url.searchParams.get("expires")) * 1000 - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(23.99);
  expect(hours).toBeLessThanOrEqual(24);
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([200, "hola"]);
});

test("an address that was changed, has expired or is of another file answers as no file would", async () => {
  const { body } = await sendRaw(agent, "hola");
  const other = (await sendRaw(agent, "otra")).body.id as string;
  const address = await addressOf(body.id);
  const now = Math.floor(Date.now() / 1000);
  const attempts = [
    address.replace(/expires=\d+/, `expires=${now + 999_999}`),
    address.replace(/expires=\d+/, "expires=1e99"),
    address.replace(/expires=\d+&/, ""),
    address.replace(/signature=../, "signature=__"),
    address.replace(/signature=.*/, ""),
    address.replace(/\?.*/, ""),
    address.replace(body.id, other),
    address.replace(body.id, "nothing"),
  ];
  for (const attempt of attempts) {
    const { status, body: answer } = await stranger().get(attempt);
    expect([attempt, status, answer.error.code]).toEqual([attempt, 404, "not_found"]);
  }
  expect((await stranger().open(address)).status).toBe(200);
});

test("a file on the disk is the desk's alone to read, and lies by the first letters of its key", async () => {
  const { body } = await sendRaw(agent, "hola");
  const path = `${desk.dataDir}/uploads/${body.id.slice(0, 2)}/${body.id}`;
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const { bytes } = await bytesOf(agent, pathOf(body.id));
  expect(bytes.toString()).toBe("hola");
});
