import fc from "fast-check";
import { expect, test } from "vitest";
import { GET as getDescription } from "@/app/api/openapi.json/route";
import { withRequestFacts } from "@/lib/request-facts";
import { bodyOf, headersOf, idOf, queryOf, type Schema } from "./hostile-input.ts";
import type { Person } from "./people.ts";
import { handle, listRoutes } from "./routes.ts";

type Described = {
  parameters: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: { "application/json": { schema: Schema } } };
};

type Given = {
  ids: string[];
  query: Record<string, unknown>;
  headers: Record<string, string>;
  body: string | Buffer;
  isStranger: boolean;
};

const runs = Number(process.env.FUZZ_RUNS ?? 12);
/** Each wrong guess waits longer than the one before. */
const slowed = /second-factor|recovery-codes|account\/(password|identity)/;
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

/**
 * Throws at each route what nearly fits, as its own description has it: whatever comes back is an answer, and an error one
 * in the one form that says nothing of the desk's inside.
 */
export async function fuzzRoutes(person: () => Promise<Person>, idsOf: Record<string, string[]>) {
  const everyId = Object.values(idsOf).flat();
  const { paths } = (await getDescription().json()) as {
    paths: Record<string, Record<string, Described>>;
  };
  const isLast = (name: string) => Number(name.startsWith("DELETE"));
  const routes = (await listRoutes()).toSorted((a, b) => isLast(a) - isLast(b));
  test.each(routes)(`%s holds against anything (seed ${seed})`, async (name) => {
    const [method = "", pattern = ""] = name.split(" ");
    const path = pattern.replace(/\[(\w+)\]/g, "{$1}");
    const described = paths[path]?.[method.toLowerCase()];
    const queries = (described?.parameters ?? []).filter((each) => each.in === "query");
    const body = described?.requestBody?.content["application/json"].schema;
    const signedIn = await person();
    const requests = fc.record<Given>({
      ids: fc.tuple(...parentsIn(pattern).map((parent) => idOf(idsOf[parent] ?? everyId))),
      query: queryOf(Object.fromEntries(queries.map((each) => [each.name, each.schema])), everyId),
      headers: headersOf,
      body: bodyOf(body, everyId),
      isStranger: fc.nat(9).map((number) => number === 0),
    });
    const ask = (given: Given) =>
      send(given.isStranger ? undefined : signedIn, method, pattern, given);
    const found = await fc.check(
      fc.asyncProperty(requests, async (given) => check(await ask(given))),
      { seed, numRuns: slowed.test(name) ? 3 : runs, endOnFailure: true },
    );
    // The whole of what was thrown may be a mebibyte.
    const told = JSON.stringify(found.counterexample).slice(0, 600);
    expect(found.failed ? `${String(found.errorInstance)} for ${told}` : "").toBe("");
  });
}

/** What stands before each id in a path. */
const parentsIn = (pattern: string) =>
  [...pattern.matchAll(/([\w-]+)\/\[\w+\]/g)].map((match) => match[1]!);

async function send(person: Person | undefined, method: string, pattern: string, given: Given) {
  const ids = [...given.ids];
  // An empty one is another address, at which there is nothing.
  const path = pattern.replace(
    /\[\w+\]/g,
    () => encodeURIComponent(ids.shift()!.toWellFormed()) || "nobody",
  );
  const url = new URL(path, "http://desk");
  for (const [name, value] of Object.entries(given.query))
    url.searchParams.append(name, typeof value === "string" ? value : JSON.stringify(value));
  const bodyless = method === "GET";
  const request = new Request(url, {
    method,
    headers: {
      ...(bodyless ? {} : { "content-type": "application/json" }),
      ...given.headers,
      cookie: person?.cookie ?? String(given.headers.range ?? "next-auth.session-token=x"),
    },
    ...(bodyless ? {} : { body: given.body as BodyInit }),
  });
  const facts = { id: crypto.randomUUID(), address: "127.0.0.1", userAgent: "tests" };
  return withRequestFacts(facts, () => handle(request));
}

async function check(answer: Response): Promise<void> {
  const type = answer.headers.get("content-type") ?? "";
  if (type.startsWith("text/event-stream")) return void (await answer.body?.cancel());
  const text = await answer.text();
  if (answer.status < 400) return;
  expect(text).not.toMatch(/node_modules|\.ts:\d|\bat \w+ \(|select .* from|insert into/i);
  const { error } = JSON.parse(text) as { error: Record<string, string> };
  expect(error).toMatchObject({
    code: expect.any(String),
    message: expect.any(String),
    requestId: expect.any(String),
  });
  // What Jelou doesn't do is no fault of ours.
  if (!error.code?.startsWith("upstream_")) expect(answer.status, text).toBeLessThan(500);
}
