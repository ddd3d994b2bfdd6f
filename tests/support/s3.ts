import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

export const bucketSettings = (endpoint: string) => ({
  S3_BUCKET: "files",
  S3_ENDPOINT: endpoint,
  S3_ACCESS_KEY_ID: "key-of-the-tests",
  S3_SECRET_ACCESS_KEY: "canary-s3-secret",
  S3_FORCE_PATH_STYLE: "1",
});
const { S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = bucketSettings("");

type Stored = { content: Buffer; type: string };

/** One bucket behind a port, path style: it takes what is signed by AWS's Signature Version 4, and nothing else. */
export async function startS3() {
  const objects = new Map<string, Stored>();
  const requests: { method: string; key: string; status: number; headers: object }[] = [];
  /** What the next files that come are answered with. */
  const failures: number[] = [];

  const server = createServer((request, response) => void answerTo(request, response));

  async function answerTo(request: IncomingMessage, response: ServerResponse) {
    const { method = "", url = "/", headers } = request;
    const { pathname, searchParams } = new URL(url, "http://s3");
    const key = decodeURIComponent(pathname).slice(`/${S3_BUCKET}/`.length);
    const answer = (status: number, sent: Record<string, string> = {}, body?: Buffer) => {
      requests.push({ method, key, status, headers });
      response.writeHead(status, sent).end(body);
    };
    const content = Buffer.concat(await request.toArray().catch(() => []));
    const failure = method === "PUT" ? failures.shift() : undefined;
    if (failure !== undefined) return answer(failure);
    if (!pathname.startsWith(`/${S3_BUCKET}/`)) return answer(404);
    if (!isSigned(request, content)) return answer(403);
    if (method === "PUT") {
      objects.set(key, { content, type: headers["content-type"] ?? "" });
      return answer(200);
    }
    const found = objects.get(key);
    if (method === "DELETE") objects.delete(key);
    if (method === "DELETE") return answer(204);
    if (!found) return answer(404);
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
    const part = from ? found.content.subarray(Number(from), Number(to) + 1) : found.content;
    const sent = {
      "content-type": searchParams.get("response-content-type") ?? found.type,
      "content-disposition": searchParams.get("response-content-disposition") ?? "",
      "content-length": String(part.length),
    };
    answer(from ? 206 : 200, sent, method === "HEAD" ? undefined : part);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, objects, requests, failures, close };
}

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
const hmac = (key: string | Buffer, text: string) =>
  createHmac("sha256", key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html and sigv4-query-string-auth.html */
function isSigned({ method, url, headers }: IncomingMessage, content: Buffer): boolean {
  const { pathname, searchParams } = new URL(url ?? "/", "http://s3");
  const given = readSignature(headers, searchParams);
  if (!given) return false;
  const { credential, signedHeaders, signature, time, seconds, inQuery } = given;
  const [id, day = "", region = "", service = "", end] = credential.split("/");
  const age = Date.now() - parseTime(time);
  if (id !== S3_ACCESS_KEY_ID || service !== "s3" || end !== "aws4_request") return false;
  if (!time.startsWith(day) || !(age >= -60_000 && age <= seconds * 1000)) return false;
  const claimed = inQuery ? "UNSIGNED-PAYLOAD" : String(headers["x-amz-content-sha256"]);
  if (claimed !== "UNSIGNED-PAYLOAD" && claimed !== sha256(content)) return false;
  const query = [...searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join("&");
  const names = signedHeaders.split(";");
  const lines = names.map((name) => `${name}:${String(headers[name] ?? "").trim()}\n`).join("");
  const canonical = [method, pathname, query, lines, signedHeaders, claimed].join("\n");
  const scope = [day, region, service, end].join("/");
  const text = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${S3_SECRET_ACCESS_KEY}`,
  );
  const expected = hmac(key, text);
  const bytes = Buffer.from(signature, "hex");
  const isRight = bytes.length === expected.length && timingSafeEqual(bytes, expected);
  return isRight && names.includes("host");
}

/** It stands in a header, and holds for a quarter of an hour, or in the address, which says how long it holds. */
function readSignature(headers: IncomingHttpHeaders, query: URLSearchParams) {
  const inQuery = query.has("X-Amz-Signature");
  const found = inQuery
    ? ["Credential", "SignedHeaders", "Signature"].map((name) => query.get(`X-Amz-${name}`))
    : /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/
        .exec(headers.authorization ?? "")
        ?.slice(1);
  const [credential, signedHeaders, signature] = found ?? [];
  if (!credential || !signedHeaders || !signature) return undefined;
  const time = (inQuery ? query.get("X-Amz-Date") : headers["x-amz-date"]) ?? "";
  const seconds = inQuery ? Number(query.get("X-Amz-Expires")) : 900;
  return { credential, signedHeaders, signature, time: String(time), seconds, inQuery };
}

const parseTime = (time: string) =>
  Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
