import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

type Named = {
  /** One of few: for counting. */
  route: string;
  /** With the ids in it, for reading; never with what only its owner may know. */
  path: string;
};

type Pattern = { route: string; names: string[]; matcher: RegExp };

/** What may be read in a log; a token or a customer's number may not. */
const shown = new Set(["id", "itemId", "jelouProjectId", "kind", "nextauth"]);

const root = fileURLToPath(new URL("../..", import.meta.url));
let patterns: Pattern[] | undefined;

/** The route that an address belongs to, as it stands under app/. */
export function nameRoute(url: string): Named {
  const path = url.split(/[?#]/, 1)[0]!;
  if (path.startsWith("/_next/static/")) return { route: "/_next/static", path: "/_next/static" };
  patterns ??= readPatterns();
  for (const { route, names, matcher } of patterns) {
    const match = matcher.exec(path);
    if (!match) continue;
    let n = 0;
    const readable = route.replace(/\[[^/]+\]/g, (part) => {
      const value = match[n + 1] ?? "";
      const name = names[n++]!;
      return shown.has(name) ? value.slice(0, 100) : part;
    });
    return { route, path: readable };
  }
  // What is long may be a token whose link was copied wrongly.
  return { route: "other", path: path.replace(/[^/]{20,}/g, "[…]").slice(0, 100) };
}

function readPatterns(): Pattern[] {
  return globSync("app/**/{route.ts,page.tsx,icon.svg}", { cwd: root })
    .map((file) => `/${file.replaceAll("\\", "/")}`)
    .filter((file) => !file.includes("[...nowhere]"))
    .map((file) => {
      const route =
        file
          .replace(/^\/app/, "")
          .replace(/\/(route\.ts|page\.tsx)$/, "")
          .replace(/\/\([^)]+\)/g, "") || "/";
      const names = [...route.matchAll(/\[+(?:\.\.\.)?(\w+)\]+/g)].map((match) => match[1]!);
      const source = route
        .replace(/[.()]/g, "\\$&")
        .replace(/\/\[\[[^/]+\]\]/g, "(?:/(.+))?")
        .replace(/\[\\\.\\\.\\\.\w+\]/g, "(.+)")
        .replace(/\[\w+\]/g, "([^/]+)");
      return { route, names, matcher: new RegExp(`^${source}/?$`) };
    })
    .toSorted((a, b) => a.names.length - b.names.length);
}
