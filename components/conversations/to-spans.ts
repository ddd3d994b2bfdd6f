export type Span =
  | { kind: "text"; text: string }
  | { kind: "link"; text: string; href: string }
  | { kind: "mention"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong" | "emphasis" | "struck"; spans: Span[] };

const marks = { "*": "strong", _: "emphasis", "~": "struck" } as const;

/**
 * A text as WhatsApp shows it: web addresses as links, *bold*, _italic_, ~struck~ and ```code```; and, in a note, the
 * names of those it calls. Whatever isn't plainly one of these stays as it was typed.
 */
export function toSpans(text: string, names: string[] = []): Span[] {
  const mention = mentionOf(names);
  return split(
    text,
    /```([^`]+)```/g,
    (match) => ({ kind: "code", text: match[1] ?? "" }),
    (rest) =>
      split(rest, address, toLink(toMarked), (words) =>
        split(
          words,
          mention,
          ([name]) => ({ kind: "mention", text: name }),
          (rest) => toMarked(rest),
        ),
      ),
  );
}

// Signs that turn the direction of writing could make an address look like another.
const address = /(?<![\w@/])(?:https?:\/\/|www\.)[^\s<>"\p{Bidi_Control}]{3,2000}/giu;

/** A text with its web addresses as links, and nothing else made of it. */
export const toLinks = (text: string): Span[] => split(text, address, toLink(plain), plain);

const toLink = (rest: (text: string) => Span[]) => (match: RegExpExecArray) => {
  const text = withoutTail(match[0]);
  const whole = /^www\./i.test(text) ? `https://${text}` : text;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  // With a name before the host it may be made to look like another host.
  if (url?.username !== "" || url.password !== "") return undefined;
  const after = match[0].slice(text.length);
  const link: Span = { kind: "link", text, href: url.href };
  return after === "" ? [link] : [link, ...rest(after)];
};

const tail = ".,;:!?…'’”»*_~`]}";

/** Without the marks that end a sentence or a bracket around it. */
function withoutTail(text: string): string {
  let unopened = count(text, ")") - count(text, "(");
  let end = text.length;
  for (; end > 0; end -= 1) {
    const sign = text[end - 1]!;
    if (sign === ")" && unopened > 0) unopened -= 1;
    else if (!tail.includes(sign)) break;
  }
  return text.slice(0, end);
}

const count = (text: string, sign: string) => text.split(sign).length - 1;

const mentionOf = (names: string[]) =>
  new RegExp(
    names.length === 0
      ? "(?!)"
      : `@(?:${names
          .toSorted((a, b) => b.length - a.length)
          .map((name) => name.replace(/[$()*+./?[\\\]^{|}]/g, "\\$&"))
          .join("|")})(?![\\p{L}\\p{N}])`,
    "gu",
  );

/** A mark opens before a letter and closes behind one, with nothing of a word on its outer side, all on one line. */
const marked =
  /(?<![\p{L}\p{N}*_~])([*_~])(?=[^\s*_~]|[*_~][^\s*_~])([^\n]{0,998}?[^\s])\1(?![\p{L}\p{N}*_~])/gu;

const plain = (text: string): Span[] => [{ kind: "text", text }];

function toMarked(text: string, depth = 0): Span[] {
  const make = ([, mark, inner = ""]: RegExpExecArray): Span => ({
    kind: marks[mark as keyof typeof marks],
    spans: depth === 2 ? plain(inner) : toMarked(inner, depth + 1),
  });
  return split(text, marked, make, plain);
}

/** Each match made a span, what is between them by `between`; a match that `make` leaves is between as well. */
function split(
  text: string,
  pattern: RegExp,
  make: (match: RegExpExecArray) => Span | Span[] | undefined,
  between: (text: string) => Span[],
): Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const made = make(match);
    if (!made) continue;
    if (match.index > done) spans.push(...between(text.slice(done, match.index)));
    spans.push(...[made].flat());
    done = match.index + match[0].length;
  }
  if (done < text.length) spans.push(...between(text.slice(done)));
  return spans;
}
