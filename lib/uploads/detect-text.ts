type Text = "program" | { mimeType: string; extension: string };

/** The end of a file to DOS. */
const dosEnd = "\u001A";
const mostHighBytes = 0.3;

/** The text that these first bytes of a file are, or undefined where they are none, as far as its encoding tells. */
export function decodeText(sample: Uint8Array): string | undefined {
  const [first, second] = sample;
  if (first === 0xff && second === 0xfe) return decode(sample, "utf-16le");
  if (first === 0xfe && second === 0xff) return decode(sample, "utf-16be");
  return decode(sample, "utf-8");
}

/** Text of Windows' old encodings, which anything might be: to be asked when nothing else fits. */
export function decodeOldText(sample: Uint8Array): string | undefined {
  const high = sample.reduce((count, byte) => (byte > 0x7f ? count + 1 : count), 0);
  return high / sample.length < mostHighBytes ? decode(sample, "windows-1252") : undefined;
}

function decode(sample: Uint8Array, encoding: string) {
  try {
    // As a stream, since the sample may end inside a character.
    const text = new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true });
    return /\p{Cc}/u.test(text.replace(/\s/g, "").replaceAll(dosEnd, "")) ? undefined : text;
  } catch {
    return undefined;
  }
}

const prologue = /^(?:\s|<\?[^>]*>|<!--[\s\S]*?-->)*/;
const html =
  /^<(?:!doctype\s+html|html|head|title|body|meta|link|base|style|script|iframe|object|embed|form|table|div|span|img|font|center|h[1-6]|p|a|b|br)\b/i;
const svg = /<(?:[\w-]+:)?svg[\s>/]/i;
const xhtml = /<(?:[\w-]+:)?html[\s>/]|http:\/\/www\.w3\.org\/1999\/xhtml/i;

/** What a text is. Only what a browser or a shell would carry out is told apart. */
export function detectText(text: string): Text {
  if (text.startsWith("#!")) return "program";
  const isXml = /^\s*<\?xml\s/i.test(text);
  const start = text.replace(prologue, "");
  if (start.startsWith("<") && svg.test(text) && !html.test(start)) {
    return { mimeType: "image/svg+xml", extension: "svg" };
  }
  if (html.test(start) || (isXml && xhtml.test(text))) {
    return { mimeType: "text/html", extension: "html" };
  }
  return isXml
    ? { mimeType: "application/xml", extension: "xml" }
    : { mimeType: "text/plain", extension: "txt" };
}
