import { supportedExtensions } from "file-type";
import { cleanText } from "@/lib/jelou/clean-text";
import type { Detected } from "./detect-type";

const mostLetters = 120;

/** What a double click would carry out on somebody's machine. */
const dangerous = new Set(
  (
    "app bash bat chm cmd com cpl desktop dll exe gadget hta htm html inf ins jar js jse lnk mht mhtml mjs msc msi " +
    "msp mst php pif pl ps1 psm1 py pyw rb reg scf scr sct sh shb shtml svg svgz sys url vb vbe vbs ws wsc wsf wsh xhtml"
  ).split(" "),
);

/** Names that Windows keeps for its devices, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name to show and to save under: one line of at most 120 characters that no file system, header or reader can
 * misunderstand. Where the content is known and the extension says something else, the content's stands in its place.
 */
export function cleanFilename(given: string | undefined, detected: Detected): string {
  const plain = cleanText(given ?? "")
    .normalize("NFC")
    // Controls, what hides or turns the direction of what follows, line separators, private use.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\uFFFD]/gu, (sign) => (sign === joiner ? sign : ""))
    .replace(/^.*[/\\]/, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/gu, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const [stem, extension] = agree(plain, detected);
  const safe = reserved.test(`${stem}.`) ? `_${stem}` : stem || detected.type;
  const end = extension === "" ? "" : `.${extension}`;
  return `${cut(safe, mostLetters - end.length)}${end}`;
}

/** Joins the parts of an emoji of several people. */
const joiner = "\u200D";

/** The name without its extension, and the extension that it is to have. */
function agree(
  name: string,
  { mimeType, extensions }: Detected,
): [stem: string, extension: string] {
  const [, stem = name, ending = ""] = /^(.*)\.([\p{L}\p{N}]{1,10})$/su.exec(name) ?? [];
  const lower = ending.toLowerCase();
  const usual = extensions[0] ?? "";
  if (extensions.includes(lower)) return [stem, ending];
  const isFormat = (supportedExtensions as ReadonlySet<string>).has(lower) || isText.has(lower);
  const isDangerous = dangerous.has(lower);
  if (extensions.length === 0) return isDangerous ? [name, "bin"] : [stem, ending];
  // Any text may be called as its program likes it: .csv, .json, .md, a bank's own.
  const isFree = mimeType === "text/plain" && ending !== "" && !/^\p{N}+$/u.test(ending);
  if (isFree && !isDangerous && (isText.has(lower) || !isFormat)) return [stem, ending];
  return isFormat || isDangerous ? [stem, usual] : [name, usual];
}

const isText = new Set(
  "txt csv tsv json md log xml ics vcf vtt srt yaml yml ini sql eml".split(" "),
);

/** Never inside a character, as people see them. */
function cut(text: string, length: number): string {
  if ([...text].length <= length) return text;
  let kept = "";
  let count = 0;
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, length * 8))) {
    count += [...segment].length;
    if (count > length) break;
    kept += segment;
  }
  return kept.trimEnd() || [...text].slice(0, length).join("");
}
