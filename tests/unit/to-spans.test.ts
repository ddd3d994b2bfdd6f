import fc from "fast-check";
import { expect, test } from "vitest";
import { type Span, toLinks, toSpans } from "@/components/conversations/to-spans";

/** As one line: links in brackets, marks by their names. */
const shown = (spans: Span[]): string =>
  spans
    .map((span) => {
      if (span.kind === "text") return span.text;
      if (span.kind === "link") return `[${span.text} → ${span.href}]`;
      return `<${span.kind}:${"spans" in span ? shown(span.spans) : span.text}>`;
    })
    .join("");

test.each([
  ["ve a https://a.ec/x y vuelve", "ve a [https://a.ec/x → https://a.ec/x] y vuelve"],
  ["www.a.ec/x.", "[www.a.ec/x → https://www.a.ec/x]."],
  ["(https://a.ec/x_(y))", "([https://a.ec/x_(y) → https://a.ec/x_(y)])"],
  ["¿https://a.ec?q=1?", "¿[https://a.ec?q=1 → https://a.ec/?q=1]?"],
  ["https://a.ec/\u202egnp.exe", "[https://a.ec/ → https://a.ec/]\u202egnp.exe"],
  ["HTTP://A.EC", "[HTTP://A.EC → http://a.ec/]"],
])("%s links to the web", (text, expected) => {
  expect(shown(toSpans(text))).toBe(expected);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,<script>",
  "file:///etc/passwd",
  "https://banco.ec@malo.ec/",
  "ana@www.a.ec",
  "http://",
  "https://a.ec".replace("a", "\u202ea"),
])("%j is no link", (text) => {
  expect(toSpans(text).filter(({ kind }) => kind === "link")).toEqual([]);
});

test.each([
  ["*sí* y _no_ y ~tal~ vez", "<strong:sí> y <emphasis:no> y <struck:tal> vez"],
  ["*_las dos_*", "<strong:<emphasis:las dos>>"],
  ["```*a*``` b", "<code:*a*> b"],
  ["2*3*4 y snake_case_x", "2*3*4 y snake_case_x"],
  ["* nada * _ nada _", "* nada * _ nada _"],
  ["*dos\nlíneas*", "*dos\nlíneas*"],
])("%j is marked as WhatsApp marks it", (text, expected) => {
  expect(shown(toSpans(text))).toBe(expected);
});

test("a note's people are told from others whose names begin alike", () => {
  const names = ["Ana", "Ana (M.)", "Luz"];
  expect(shown(toSpans("@Ana (M.), @Ana, @Anabel y @luz", names))).toBe(
    "<mention:@Ana (M.)>, <mention:@Ana>, @Anabel y @luz",
  );
});

test("in what isn't a message only addresses mean something", () => {
  expect(shown(toLinks("*a* https://a.ec/x*"))).toBe("*a* [https://a.ec/x → https://a.ec/x]*");
});

test("nothing of a text is lost but its marks, and every link goes to the web", () => {
  const pieces = fc.constantFrom(
    "*",
    "_",
    "~",
    "```",
    " ",
    "\n",
    "a",
    "é",
    "https://",
    "www.",
    ".ec",
    "/",
    "@Ana",
    "(",
    ")",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const text = parts.join("");
      const spans = toSpans(text, ["Ana"]);
      const plain = (each: Span): string =>
        "spans" in each ? each.spans.map(plain).join("") : each.text;
      const bare = (words: string) => words.replace(/[*_~`]/g, "");
      expect(bare(spans.map(plain).join(""))).toBe(bare(text));
      for (const each of spans) if (each.kind === "link") expect(each.href).toMatch(/^https?:\/\//);
    }),
  );
});

test.each([
  "*a ".repeat(1_400),
  "*a_b~c".repeat(700),
  "https://".repeat(512),
  "```".repeat(1_365),
  `https://x${")".repeat(4_000)}`,
  "*a _b ~c ".repeat(200) + " c~ b_ a*".repeat(200),
])("a hostile text of the greatest length is soon read (%#)", (text) => {
  const start = performance.now();
  toSpans(text);
  expect(performance.now() - start).toBeLessThan(250);
});

test.each([
  "Ana-María O'Brien",
  `<img src=x>"'></script>{{7*7}}`,
  "a.b*c+d?e^f$g(h)[i]{j}|k\\l/m&n",
])("whatever a person is called, who is mentioned is seen: %s", (name) => {
  expect(toSpans(`hola @${name}, ¿ves?`, [name])).toContainEqual({
    kind: "mention",
    text: `@${name}`,
  });
});
