import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Lowest first. What shares a line may import one another, but for `apart`. */
const heights = [
  [
    "lib/disk-space",
    "lib/env",
    "lib/errors",
    "lib/hidden-fields",
    "lib/hidden-values",
    "lib/log",
    "lib/loop",
    "lib/metrics",
    "lib/once",
    "lib/pulse",
    "lib/request-facts",
    "lib/require-node",
    "lib/seal",
  ],
  ["lib/db", "lib/jelou", "lib/storage"],
  ["lib/audit", "lib/mail"],
  ["lib/live", "lib/auth", "lib/http", "lib/i18n"],
  ["lib/users", "lib/projects", "lib/uploads"],
  ["lib/audit-log"],
  ["lib/canned-answers", "lib/conversations"],
  [
    "lib/bulk-closes",
    "lib/close-log",
    "lib/deliveries",
    "lib/messages",
    "lib/presence",
    "lib/webhooks",
  ],
  ["lib/desk", "lib/health"],
  ["components"],
  ["app"],
];
const apart = [["lib/db", "lib/jelou"]];

type Import = { from: string; to: string };

const files = globSync("{app,components,lib}/**/*.{ts,tsx}", { cwd: root }).toSorted();
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));

const imports: Import[] = [...sources].flatMap(([from, text]) => {
  const specifiers = [
    ...text.matchAll(/\b(?:from|import)\s*\(?\s*["']((?:@\/|\.{1,2}\/)[^"']+)["']/g),
  ].map((match) => match[1]!);
  return specifiers.map((specifier) => ({
    from,
    to: specifier.startsWith("@/") ? specifier.slice(2) : normalize(join(dirname(from), specifier)),
  }));
});

const areaOf = (path: string) =>
  heights
    .flat()
    .find((area) => path === area || path === `${area}.ts` || path.startsWith(`${area}/`));
const heightOf = (path: string) => heights.findIndex((areas) => areas.includes(areaOf(path) ?? ""));
const shown = ({ from, to }: Import) => `${from} → ${to}`;

test("there is something to look at", () => {
  expect(files.length).toBeGreaterThan(80);
  expect(imports.length).toBeGreaterThan(200);
  for (const area of heights.flat())
    expect(
      files.some((file) => areaOf(file) === area),
      area,
    ).toBe(true);
});

test("every file of ours has its height", () => {
  expect(files.filter((file) => areaOf(file) === undefined)).toEqual([]);
});

test("lower never imports higher", () => {
  const wrong = imports.filter(({ from, to }) => areaOf(to) && heightOf(to) > heightOf(from));
  expect(wrong.map(shown)).toEqual([]);
});

test("the database and Jelou don't know each other", () => {
  const wrong = imports.filter(({ from, to }) =>
    apart.some((pair) => {
      const [a, b] = [areaOf(from) ?? "", areaOf(to) ?? ""];
      return a !== b && pair.includes(a) && pair.includes(b);
    }),
  );
  expect(wrong.map(shown)).toEqual([]);
});

test("components import nothing that belongs to the server", () => {
  const server = /^lib\/(db|jelou|env|seal|log|desk|webhooks)(\/|$)|^lib\/.*\/(read|write)[^/]*$/;
  const wrong = imports.filter(({ from, to }) => from.startsWith("components/") && server.test(to));
  expect(wrong.map(shown)).toEqual([]);
});

test("client modules reach nothing that belongs to the server, over however many hops", () => {
  const server = /^lib\/(db|env|seal|log|desk|webhooks)(\/|\.|$)|^lib\/.*\/(read|write)[^/]*$/;
  const found: string[] = [];
  for (const [file, text] of sources) {
    if (!/^["']use client["']/.test(text)) continue;
    const open = [file];
    const seen = new Set(open);
    for (let next = open.pop(); next; next = open.pop()) {
      for (const target of valueImportsOf(next)) {
        if (server.test(target)) found.push(`${file} … ${next} → ${target}`);
        else if (!seen.has(target)) {
          seen.add(target);
          open.push(target);
        }
      }
    }
  }
  expect(found).toEqual([]);
});

/** Files that are imported for more than their types. */
function valueImportsOf(file: string): string[] {
  const text = (sources.get(file) ?? "").replace(/^(import|export) type [^;]+;/gms, "");
  const specifiers = [
    ...text.matchAll(/\b(?:from|import)\s*\(?\s*["']((?:@\/|\.{1,2}\/)[^"']+)["']/g),
  ];
  return specifiers.flatMap(([, specifier = ""]) => {
    const path = specifier.startsWith("@/")
      ? specifier.slice(2)
      : normalize(join(dirname(file), specifier));
    return [`${path}.ts`, `${path}.tsx`, path].find((each) => sources.has(each)) ?? [];
  });
}

test("scopes are minted by the session gate and the webhook's verification alone", () => {
  const minting = [...sources].filter(([, text]) => /\bmint(Project)?Scope\b/.test(text));
  const wrong = minting.filter(
    ([file]) => !/^lib\/(auth\/(scope|sessions)\.ts|webhooks\/)/.test(file),
  );
  expect(minting.length).toBeGreaterThan(2);
  expect(wrong.map(([file]) => file)).toEqual([]);
});

test("no file is named for nothing in particular", () => {
  const vague = /^(utils?|helpers?|types?|index|common|services?|managers?)\.tsx?$/;
  expect(files.filter((file) => vague.test(basename(file)))).toEqual([]);
});

test("no file is longer than 300 lines", () => {
  const long = [...sources].filter(([, text]) => text.trimEnd().split("\n").length > 300);
  expect(long.map(([file]) => file)).toEqual([]);
});
