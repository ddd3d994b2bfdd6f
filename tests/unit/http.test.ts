import { expect, test } from "vitest";
import { z } from "zod";
import { AppError, statusByCode } from "@/lib/errors";
import { checkOrigin } from "@/lib/http/check-origin";
import { readLimited } from "@/lib/http/read-limited";
import { errorResponse } from "@/lib/http/respond";

const appUrl = new URL("https://desk.example/");

test.each([
  [{}, true],
  [{ "sec-fetch-site": "same-origin" }, true],
  [{ "sec-fetch-site": "same-origin", origin: "https://desk.example" }, true],
  [{ origin: "https://desk.example" }, true],
  [{ "sec-fetch-site": "same-site", origin: "https://desk.example" }, true],
  [{ "sec-fetch-site": "same-site" }, false],
  [{ "sec-fetch-site": "cross-site" }, false],
  [{ "sec-fetch-site": "none" }, false],
  [{ origin: "http://desk.example" }, false],
  [{ origin: "https://desk.example:8443" }, false],
  [{ origin: "https://desk.example.evil.example" }, false],
  [{ origin: "null" }, false],
])("a request with %j comes from our own page: %s", (headers, ours) => {
  const check = () => checkOrigin(new Headers(headers as Record<string, string>), appUrl);
  if (ours) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ code: "forbidden" }));
});

const answerTo = async (error: unknown) => {
  const response = errorResponse(error, "/api/x");
  return { status: response.status, body: await response.json() };
};

test.each(Object.entries(statusByCode))("%s is answered %d", async (code, status) => {
  const fields = { name: ["Too short."] };
  const error = new AppError(code as keyof typeof statusByCode, "Do this.", {
    fields,
    detail: { close: 1 },
  });
  expect(await answerTo(error)).toEqual({
    status,
    body: { error: { code, message: "Do this.", requestId: expect.any(String), fields }, close: 1 },
  });
});

test.each([
  new Error("SELECT canary FROM users"),
  new TypeError("canary"),
  Object.assign(new Error("canary"), { code: "SQLITE_ERROR" }),
  "canary",
  { canary: true },
  undefined,
])("%s is nobody's business", async (error) => {
  const { status, body } = await answerTo(error);
  expect([status, body.error.code]).toEqual([500, "internal"]);
  expect(JSON.stringify(body)).not.toMatch(/canary|SQLITE/);
});

test.each([
  "SQLITE_FULL",
  "SQLITE_BUSY",
  "SQLITE_IOERR_WRITE",
  "SQLITE_READONLY",
  "08006",
  "53300",
  "57P01",
  "ECONNREFUSED",
  "ECONNRESET",
])("a database that fails with %s may be asked again", async (code) => {
  const error = Object.assign(new Error("canary at 10.0.0.1"), { code });
  const { status, body } = await answerTo(error);
  expect([status, body.error.code]).toEqual([503, "unavailable"]);
  expect(JSON.stringify(body)).not.toContain("canary");
});

test("wrong input is named path by path, whatever its names", async () => {
  const schema = z.object({ a: z.object({ b: z.string() }), list: z.array(z.number()) });
  const { error } = schema.safeParse({ a: {}, list: [1, "x"] });
  const { status, body } = await answerTo(error);
  expect(status).toBe(400);
  expect(Object.keys(body.error.fields)).toEqual(["a.b", "list.1"]);
  expect(body.error.message).toContain("a.b");
  const odd = z.object({ __proto__: z.string(), constructor: z.string() }).safeParse({}).error;
  expect((await answerTo(odd)).status).toBe(400);
});

test("a body is read to the last byte that is allowed and not one further", async () => {
  const post = (body: BodyInit | null, headers = {}) =>
    readLimited(new Request("http://x/", { method: "POST", body, headers }), 4);
  expect((await post("1234")).toString()).toBe("1234");
  expect(await post(null)).toHaveLength(0);
  await expect(post("12345")).rejects.toMatchObject({ code: "too_large" });
  await expect(post("1", { "content-length": "5" })).rejects.toMatchObject({ code: "too_large" });
});
