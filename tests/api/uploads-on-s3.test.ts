import { afterAll, expect, test } from "vitest";
import { addressForJelou, loadUploads } from "@/lib/uploads/read";
import { openDesk } from "../support/desk.ts";
import * as files from "../support/files.ts";
import { hire } from "../support/people.ts";
import { bucketSettings, startS3 } from "../support/s3.ts";
import { generated, onDisk, sendForm, sendRaw, useUpload } from "../support/uploads.ts";

const s3 = await startS3();
afterAll(() => s3.close());
const desk = await openDesk(bucketSettings(s3.url));
const agent = await hire(desk.admin, "agent");

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const addressOf = async (id: string) =>
  new URL(await addressForJelou((await loadUploads([id])).get(id)!));

test("a file goes to the bucket, signed and whole, and nothing stays on the disk", async () => {
  const content = files.padded(files.png, 300_000);
  const { status, body } = await sendForm(agent, content, "foto.png");
  expect(status).toBe(201);
  const stored = s3.objects.get(body.id);
  expect(stored?.type).toBe("image/png");
  expect(stored?.content.equals(content)).toBe(true);
  expect(onDisk(desk.dataDir)).toEqual({ arriving: [], kept: [] });
  expect(s3.requests.every((request) => request.status < 300)).toBe(true);
});

test("no store is asked for checksums that not all of them know", async () => {
  const { body } = await sendRaw(agent, "hola");
  const put = s3.requests.find((request) => request.key === body.id);
  expect(Object.keys(put!.headers).filter((name) => /checksum|trailer/.test(name))).toEqual([]);
});

test("a large one goes through too", async () => {
  const size = 20 * 1024 ** 2;
  const { body } = await sendRaw(agent, generated(size));
  expect(s3.objects.get(body.id)?.content.length).toBe(size);
});

test("people get it through the desk, whole or in part", async () => {
  const { body } = await sendRaw(agent, files.padded(files.mp3, 1_000));
  const whole = await agent.open(`/api/uploads/${body.id}`);
  expect((await bytesOf(whole)).length).toBe(1_000);
  expect(whole.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  const part = await agent.open(`/api/uploads/${body.id}`, { headers: { range: "bytes=-10" } });
  expect(part.status).toBe(206);
  expect((await bytesOf(part)).length).toBe(10);
});

test("Jelou gets an address of the store itself, which holds for a day and can't be changed", async () => {
  const { body } = await sendRaw(agent, "<svg/>", { filename: "año.svg" });
  const address = await addressOf(body.id);
  expect(address.origin).toBe(s3.url);
  const expires = Number(address.searchParams.get("X-Amz-Expires"));
  expect(expires).toBeGreaterThan(86_390);
  expect(expires).toBeLessThanOrEqual(86_400);
  const response = await fetch(address);
  expect([response.status, await response.text()]).toEqual([200, "<svg/>"]);
  expect(response.headers.get("content-type")).toBe("image/svg+xml");
  expect(response.headers.get("content-disposition")).toBe(
    `attachment; filename="ano.svg"; filename*=UTF-8''a%C3%B1o.svg`,
  );
  for (const [name, value] of [
    ["X-Amz-Expires", "604800"],
    ["response-content-disposition", "inline"],
    ["response-content-type", "text/html"],
  ] as const) {
    const changed = new URL(address);
    changed.searchParams.set(name, value);
    expect((await fetch(changed)).status).toBe(403);
  }
});

test("a store that stumbles is tried again, with the whole file", async () => {
  s3.failures.push(503, 500);
  const { status, body } = await sendRaw(agent, "hola");
  expect(status).toBe(201);
  expect(s3.objects.get(body.id)?.content.toString()).toBe("hola");
});

test("a store that fails is said to, keeps nothing secret from going out, and leaves nothing behind", async () => {
  s3.failures.push(...Array.from({ length: 3 }, () => 503));
  const { status, body } = await sendRaw(agent, "hola");
  expect([status, body.error.code]).toEqual([503, "unavailable"]);
  expect(JSON.stringify(body)).not.toContain("canary");
  expect(onDisk(desk.dataDir)).toEqual({ arriving: [], kept: [] });
  s3.failures.length = 0;
  s3.failures.push(403);
  expect((await sendRaw(agent, "hola")).status).toBe(503);
});

test("what is deleted leaves the bucket, and what is gone from there answers 404", async () => {
  const { body } = await sendRaw(agent, "hola");
  await agent.remove(`/api/uploads/${body.id}`);
  await expect.poll(() => s3.objects.has(body.id), { timeout: 5_000 }).toBe(false);
  const other = (await sendRaw(agent, "hola")).body.id;
  await useUpload(agent, other, { projectId: "p1" });
  s3.objects.delete(other);
  expect((await desk.admin.open(`/api/uploads/${other}`)).status).toBe(404);
});
