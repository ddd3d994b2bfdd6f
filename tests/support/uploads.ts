import { readdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { findScope } from "@/lib/auth/sessions";
import { db, write } from "@/lib/db/store";
import { env } from "@/lib/env";
import { takeUpload } from "@/lib/uploads/write";
import type { Answer, Person } from "./people.ts";

type Content = Buffer | string | AsyncIterable<Uint8Array>;
type Options = { filename?: string; headers?: Record<string, string> };

async function post(person: Person, path: string, init: RequestInit): Promise<Answer> {
  const { headers, ...rest } = init;
  const response = await fetch(new URL(path, env().appUrl), {
    method: "POST",
    headers: { ...(person.cookie ? { cookie: person.cookie } : {}), ...(headers as object) },
    ...rest,
    duplex: "half",
  } as RequestInit);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
}

/** Sends a file as a raw body, by HTTP. */
export function sendRaw(person: Person, content: Content, { filename, headers }: Options = {}) {
  const query = filename === undefined ? "" : `?${new URLSearchParams({ filename })}`;
  const body = content as BodyInit;
  return post(person, `/api/uploads${query}`, { body, ...(headers ? { headers } : {}) });
}

/** Sends a file as browsers do, in a form. */
export function sendForm(
  person: Person,
  content: Buffer | string,
  filename: string,
  field = "file",
) {
  const body = new FormData();
  body.append("before", "something else");
  body.append(field, new Blob([new Uint8Array(Buffer.from(content))]), filename);
  return post(person, "/api/uploads", { body });
}

const boundary = "----mostrador-test";
const formHead = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n`;

/** A form whose file is as long as it likes to be. */
export function sendStreamedForm(person: Person, content: AsyncIterable<Uint8Array>, end = true) {
  async function* form() {
    yield Buffer.from(formHead);
    yield* content;
    if (end) yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
  return post(person, "/api/uploads", { body: form() as unknown as BodyInit, headers });
}

/** An upload that has begun and goes on for ever, until it is cut off. */
export async function beginUpload(person: Person, { form = false } = {}) {
  const request = httpRequest(new URL("/api/uploads", env().appUrl), {
    method: "POST",
    headers: {
      cookie: person.cookie ?? "",
      ...(form ? { "content-type": `multipart/form-data; boundary=${boundary}` } : {}),
    },
  });
  request.on("error", () => {});
  if (form) request.write(formHead);
  await new Promise((resolve) => request.write(Buffer.alloc(256 * 1024, 0x9b), resolve));
  return { cutOff: () => request.destroy() };
}

/** So many bytes of no kind after what it begins with, made while they are sent. */
export async function* generated(size: number, start = Buffer.of(0x9b)) {
  yield start;
  for (let left = size - start.length; left > 0; left -= 1024 ** 2) {
    yield Buffer.alloc(Math.min(left, 1024 ** 2), 0x9b);
  }
}

/** What lies on the disk of uploads: of those that arrive, and of those that have arrived. */
export function onDisk(dataDir: string) {
  const list = (directory: string) => {
    try {
      return readdirSync(directory, { recursive: true, withFileTypes: true });
    } catch {
      return [];
    }
  };
  const files = list(join(dataDir, "uploads")).filter((entry) => entry.isFile());
  const arriving = files.filter((file) => file.parentPath.endsWith("tmp"));
  const kept = files.filter((file) => !arriving.includes(file)).map((file) => file.name);
  return { arriving: arriving.map((file) => file.name), kept };
}

/** As a message would. */
export async function useUpload(
  person: { id: string },
  uploadId: string,
  place: { projectId: string; conversationId?: string; messageId?: string },
) {
  const scope = await findScope(db(), person.id);
  return write((tx) =>
    takeUpload(tx, scope!, uploadId, { conversationId: "c1", messageId: "m1", ...place }),
  );
}
