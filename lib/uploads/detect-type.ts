import { type FileHandle, open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { decodeOldText, decodeText, detectText } from "./detect-text";
import { classOfCompound, listTracks, readAt } from "./look-inside";
import type { UploadType } from "./schema";

export type Detected = {
  type: UploadType;
  mimeType: string;
  /** Those that a file like this goes by, the usual one first; none where its content says nothing. */
  extensions: string[];
};

const sampleBytes = 32 * 1024;
const patienceMs = 5_000;

/** By file-type's names. WhatsApp's own list: developers.facebook.com/docs/whatsapp/cloud-api/reference/media */
const media: Record<string, Detected> = {
  "image/jpeg": ofKind("image", "image/jpeg", "jpg", "jpeg", "jpe", "jfif"),
  "image/png": ofKind("image", "image/png", "png"),
  "image/apng": ofKind("image", "image/png", "png", "apng"),
  "video/mp4": ofKind("video", "video/mp4", "mp4", "m4v"),
  "video/x-m4v": ofKind("video", "video/mp4", "mp4", "m4v"),
  "video/3gpp": ofKind("video", "video/3gpp", "3gp", "3gpp"),
  "audio/aac": ofKind("audio", "audio/aac", "aac"),
  "audio/mp4": ofKind("audio", "audio/mp4", "m4a", "m4b", "mp4"),
  "audio/x-m4a": ofKind("audio", "audio/mp4", "m4a", "m4b", "mp4"),
  "audio/amr": ofKind("audio", "audio/amr", "amr"),
  "audio/ogg; codecs=opus": ofKind("audio", "audio/ogg; codecs=opus", "ogg", "opus", "oga"),
};
const mp3 = ofKind("audio", "audio/mpeg", "mp3", "mpga");

const programs = new Set([
  "application/x-msdownload",
  "application/x-elf",
  "application/x-mach-binary",
  "application/java-vm",
  "application/java-archive",
  "application/vnd.android.package-archive",
  "application/x-ms-shortcut",
  "application/x-deb",
  "application/x-rpm",
  "application/x-google-chrome-extension",
  "application/x-xpinstall",
  "application/wasm",
]);

/** Formats that may be made of letters alone; of anything else a text only has the first letters. */
const textual = ["application/pdf", "application/rtf", "application/postscript", "application/eps"];

const alsoCalled: Record<string, string[]> = {
  cfb: ["doc", "xls", "ppt", "msg", "pub", "vsd", "mpp"],
  gz: ["tgz"],
  heic: ["heif"],
  html: ["htm", "xhtml"],
  mid: ["midi"],
  mkv: ["mka"],
  mov: ["qt"],
  mpg: ["mpeg"],
  mts: ["m2ts", "ts"],
  ogv: ["ogg"],
  "tar.gz": ["gz", "tgz"],
  tif: ["tiff"],
  vsdx: ["vsdm"],
  xml: ["kml", "gpx", "xsd", "rss", "plist"],
  zip: ["kmz", "pages", "numbers", "key"],
};

/**
 * What a file is, by its content alone. A program is "program" whatever it is for: nobody sends a customer one.
 * Anything that WhatsApp shows by itself is an image, a video or a sound, all else a document.
 */
export async function detectType(path: string): Promise<Detected | "program"> {
  const file = await open(path);
  try {
    return await detect(path, file);
  } finally {
    await file.close();
  }
}

async function detect(path: string, file: FileHandle): Promise<Detected | "program"> {
  const sample = await readAt(file, 0, sampleBytes);
  const text = decodeText(sample);
  // A format that trips its parser is one that nobody will open either.
  const options = { signal: AbortSignal.timeout(patienceMs) };
  const found = await fileTypeFromFile(path, options).catch(() => undefined);
  if (text !== undefined) {
    return found && textual.includes(found.mime) ? asDocument(found.mime, found.ext) : ofText(text);
  }
  if (sample.toString("latin1", 0, 2) === "#!" && !/^#!AMR(-WB)?\n/.test(sample.toString("latin1")))
    return "program";
  if (!found) {
    const old = decodeOldText(sample);
    return old === undefined ? asDocument("application/octet-stream") : ofText(old);
  }
  if (programs.has(found.mime)) return "program";
  if (found.ext === "mp3") return mp3;
  if (found.mime === "video/mp4" || found.mime === "video/3gpp") return ofTracks(file, found.mime);
  if (found.ext === "cfb") return ofCompound(file);
  return media[found.mime] ?? asDocument(found.mime, found.ext);
}

function ofText(text: string): Detected | "program" {
  const kind = detectText(text);
  return kind === "program" ? kind : asDocument(kind.mimeType, kind.extension);
}

/** Voice recorders make files that begin like a video's. */
async function ofTracks(file: FileHandle, mime: "video/mp4" | "video/3gpp"): Promise<Detected> {
  const tracks = await listTracks(file);
  if (tracks.includes("vide") || !tracks.includes("soun")) return media[mime]!;
  return mime === "video/mp4" ? media["audio/mp4"]! : asDocument("audio/3gpp", "3gp");
}

async function ofCompound(file: FileHandle): Promise<Detected | "program"> {
  const kind = await classOfCompound(file);
  if (kind === "program") return kind;
  return kind ? asDocument(kind.mimeType, kind.extension) : asDocument("application/x-cfb", "cfb");
}

function asDocument(mimeType: string, extension?: string): Detected {
  const extensions = extension ? [extension, ...(alsoCalled[extension] ?? [])] : [];
  return ofKind("document", mimeType, ...extensions);
}

function ofKind(type: UploadType, mimeType: string, ...extensions: string[]): Detected {
  return { type, mimeType, extensions };
}
