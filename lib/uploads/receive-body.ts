import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { AppError, isAppError } from "@/lib/errors";
import { limits } from "./schema";

type Arrival = { filename: string | undefined; size: number; tooLarge: boolean };

export const mostBytes = Math.max(...Object.values(limits));
/** Whoever sends nothing for so long has gone. */
const silenceMs = 60_000;

export const badFile = (message: string) =>
  new AppError("bad_input", message, { fields: { file: [message] } });

/**
 * Writes what is sent, as it arrives, to a new file at `path`: a raw body, or what a form has in its field "file". Past
 * the largest limit it is cut off: `tooLarge`.
 * @throws AppError bad_input when nothing or only a part of it came, unavailable when the disk is full
 */
export async function receiveBody(request: Request, path: string): Promise<Arrival> {
  if (!request.body) throw badFile("There is no file in this request.");
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", 0o600);
  const body = Readable.fromWeb(request.body as WebStream<Uint8Array>);
  const arrival: Arrival = { filename: undefined, size: 0, tooLarge: false };
  try {
    const type = request.headers.get("content-type") ?? "";
    if (/^multipart\/form-data\b/i.test(type)) await saveForm(body, type, file, arrival);
    else await save(unlessSilent(body), file, arrival);
  } catch (error) {
    if (!arrival.tooLarge) throw asAppError(error);
  } finally {
    // What is still on its way isn't waited for.
    body.on("error", () => {}).destroy();
    await file.close();
  }
  return arrival;
}

async function saveForm(body: Readable, type: string, file: FileHandle, arrival: Arrival) {
  const form = new Busboy({
    headers: { "content-type": type },
    limits: { fileSize: mostBytes + 1, files: 10, fields: 20, fieldSize: 1_024, headerPairs: 50 },
  });
  let saving: Promise<void> | undefined;
  let part: BusboyFileStream | undefined;
  form.on("file", (name, stream, filename) => {
    // A form that breaks off says so here too, whether anybody listens or not.
    stream.on("error", () => {});
    if (name !== "file" || saving) {
      stream.resume();
      return;
    }
    part = stream;
    arrival.filename = asNamed(filename);
    saving = save(stream, file, arrival);
    // With nobody to read it the form would wait for ever.
    saving.catch((error: Error) => form.destroy(error));
  });
  try {
    await pipeline(unlessSilent(body), form);
  } catch (error) {
    part?.destroy();
    await saving?.catch(() => {});
    throw error;
  }
  if (!saving) throw badFile('The form has no file in its field "file".');
  await saving;
}

/** What browsers write instead of the three characters that would end a name in a form. */
const asNamed = (filename: string) =>
  filename.replace(/%(?:22|0D|0A)/gi, (sign) => decodeURIComponent(sign));

const save = (source: AsyncIterable<Buffer>, file: FileHandle, arrival: Arrival) =>
  pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        arrival.size += chunk.length;
        arrival.tooLarge = arrival.size > mostBytes;
        if (arrival.tooLarge) throw new Error("More than any file may have.");
        yield chunk;
      }
    },
    file.createWriteStream(),
  );

async function* unlessSilent(body: Readable): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => body.destroy(new Error("Nothing came any more.")), silenceMs);
  try {
    for await (const chunk of body) {
      timer.refresh();
      yield chunk as Buffer;
    }
  } finally {
    clearTimeout(timer);
  }
}

function asAppError(error: unknown): unknown {
  if (isAppError(error)) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new AppError("unavailable", "There is no room for the file here. Tell an admin.", {
      cause: error,
    });
  }
  // Anything else that the disk says is ours to mend; the rest is a line or a form that broke off.
  if (syscall === "write" || syscall === "open") return error;
  return badFile("The file didn't arrive whole. Send it again.");
}
