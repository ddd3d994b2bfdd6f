import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanFilename } from "@/lib/uploads/clean-filename";
import type { Detected } from "@/lib/uploads/detect-type";
import { toDisposition } from "@/lib/uploads/to-disposition";

const png: Detected = { type: "image", mimeType: "image/png", extensions: ["png"] };
const pdf: Detected = { type: "document", mimeType: "application/pdf", extensions: ["pdf"] };
const text: Detected = { type: "document", mimeType: "text/plain", extensions: ["txt"] };
const tiff: Detected = { type: "document", mimeType: "image/tiff", extensions: ["tif", "tiff"] };
const unknown: Detected = {
  type: "document",
  mimeType: "application/octet-stream",
  extensions: [],
};

test.each([
  ["factura.pdf", pdf],
  ["Factura Nº 12 (copia).PDF", pdf],
  ["ñandú – año.pdf", pdf],
  ["発票.pdf", pdf],
  ["escaneo.tiff", tiff],
  ["clientes.csv", text],
  ["retorno.ret", text],
  ["datos.json", text],
  ["modelo.dwf", unknown],
  ["sin extensión", unknown],
] as const)("%s keeps its name", (name, detected) => {
  expect(cleanFilename(name, detected)).toBe(name);
});

test.each([
  ["factura.pdf", png, "factura.png"],
  ["foto.jpg", pdf, "foto.pdf"],
  ["foto", png, "foto.png"],
  ["Informe 3.5", pdf, "Informe 3.5.pdf"],
  ["acta.julio", pdf, "acta.julio.pdf"],
  ["factura.exe", pdf, "factura.pdf"],
  ["nota.bat", text, "nota.txt"],
  ["nota.html", text, "nota.txt"],
  ["foto.jpg", text, "foto.txt"],
  ["notas", text, "notas.txt"],
  ["Informe 3.5", text, "Informe 3.5.txt"],
  ["juego.exe", unknown, "juego.exe.bin"],
  ["enlace.lnk", unknown, "enlace.lnk.bin"],
] as const)(
  "%s, whose content says something else, becomes another",
  (name, detected, expected) => {
    expect(cleanFilename(name, detected)).toBe(expected);
  },
);

test.each([
  ["../../etc/passwd.pdf", "passwd.pdf"],
  ["C:\\Users\\ana\\factura.pdf", "factura.pdf"],
  ["/", "document.pdf"],
  ["..", "document.pdf"],
  ["....", "document.pdf"],
  [". . .pdf", "pdf.pdf"],
  ["", "document.pdf"],
  [undefined, "document.pdf"],
  [".pdf", "pdf.pdf"],
  ["fac\u0000tu\r\nra\t.pdf", "factura.pdf"],
  ["fdp.\u202Egpj.pdf", "fdp.gpj.pdf"],
  ["\u2066a\u200B\uFEFF\u2069.pdf", "a.pdf"],
  ["a\u2028b\u2029.pdf", "ab.pdf"],
  ['"a"<b>:|?*.pdf', "_a__b_____.pdf"],
  ["a\uD800b.pdf", "ab.pdf"],
  ["CON.pdf", "_CON.pdf"],
  ["nul", "_nul.pdf"],
  ["com1.tar.pdf", "_com1.tar.pdf"],
  ["  a   b  .pdf ", "a b .pdf"],
  ["e\u0301.pdf", "é.pdf"],
  ["👩‍👩‍👧 😀.pdf", "👩‍👩‍👧 😀.pdf"],
] as const)("%j is made safe", (name, expected) => {
  expect(cleanFilename(name, pdf)).toBe(expected);
});

test("a name of 5,000 letters is cut, its extension kept and no character broken", () => {
  expect(cleanFilename(`${"a".repeat(5_000)}.pdf`, pdf)).toBe(`${"a".repeat(116)}.pdf`);
  expect(cleanFilename(`x.${"a".repeat(5_000)}`, pdf)).toHaveLength(120);
  const families = cleanFilename(`a${"👩‍👩‍👧".repeat(1_000)}.pdf`, pdf);
  expect(families).toBe(`a${"👩‍👩‍👧".repeat(23)}.pdf`);
  const zalgo = cleanFilename(`a${"\u0301".repeat(5_000)}.pdf`, pdf);
  expect([...zalgo]).toHaveLength(120);
});

const anyName = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc
    .array(
      fc.constantFrom("..", "/", "\\", "\r\n", '"', "%", "'", ";", "\u202E", "\0", ".exe", "ñ"),
    )
    .map((parts) => parts.join("")),
);

test("whatever it is called, the name is short, on one line and no path, and a second cleaning changes nothing", () => {
  fc.assert(
    fc.property(anyName, fc.constantFrom(png, pdf, text, unknown), (name, detected) => {
      const clean = cleanFilename(name, detected);
      expect([...clean].length).toBeLessThanOrEqual(120);
      expect(clean).not.toMatch(/[\p{Cc}/\\<>:"|?*\u202A-\u202E\u2066-\u2069]|^[. ]|^$|\.$/u);
      expect(clean.isWellFormed()).toBe(true);
      expect(cleanFilename(clean, detected)).toBe(clean);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["a.pdf", `inline; filename="a.pdf"; filename*=UTF-8''a.pdf`],
  ["año.pdf", `inline; filename="ano.pdf"; filename*=UTF-8''a%C3%B1o.pdf`],
  ["発票.pdf", `inline; filename="_.pdf"; filename*=UTF-8''%E7%99%BA%E7%A5%A8.pdf`],
  ["l'a (1)*.pdf", `inline; filename="l'a (1)*.pdf"; filename*=UTF-8''l%27a%20%281%29%2A.pdf`],
  ['a"\\b\r\n%41.pdf', `inline; filename="a__b__41.pdf"; filename*=UTF-8''a%22%5Cb%0D%0A%2541.pdf`],
])("%j goes into a header", (name, expected) => {
  expect(toDisposition("inline", name)).toBe(expected);
});

test("no name breaks out of its header, and every name comes back whole", () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const header = toDisposition("attachment", name);
      const [, encoded = ""] =
        /^attachment; filename="[\x20\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''([\w.!~%-]*)$/.exec(
          header,
        ) ?? [];
      expect(decodeURIComponent(encoded)).toBe(name.toWellFormed());
    }),
    { numRuns: 2_000 },
  );
});
