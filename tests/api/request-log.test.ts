import { expect, test } from "vitest";
import { env } from "@/lib/env";
import { startLoop } from "@/lib/loop";
import { requestFacts, withRequestFacts } from "@/lib/request-facts";
import { captureLog } from "../support/captured-log.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";

const { desk, admin, agent, project, greet } = await openDeskWithJelou();
const lines = captureLog();

type Line = Record<string, unknown> & { msg: string; level: number };

/** What was logged of the requests since, once as many have been. */
async function linesOf(count: number, run: () => Promise<unknown>): Promise<Line[]> {
  const from = lines.length;
  await run();
  const found = () =>
    lines
      .slice(from)
      .map((line) => JSON.parse(line) as Line)
      .filter(({ msg }) => msg === "request");
  await expect.poll(() => found().length).toBe(count);
  return found();
}

const ask = (path: string, init: RequestInit = {}) => fetch(desk.url + path, init);
const asAgent = { cookie: agent.cookie ?? "" };
const levels = { debug: 20, info: 30, warn: 40, error: 50 };

test("a request is one line: who, what, how long, and none of what was said", async () => {
  const { id } = await greet();
  const path = `/api/conversations/${id}/notes`;
  const body = JSON.stringify({ text: "something private" });
  const headers = { ...asAgent, "content-type": "application/json" };
  const [line, ...more] = await linesOf(1, () =>
    ask(`${path}?q=a-name`, { method: "POST", headers, body }),
  );
  expect(more).toEqual([]);
  const { body: account } = await agent.get("/api/account");
  expect(line).toMatchObject({
    level: levels.info,
    method: "POST",
    path,
    status: 201,
    userId: account.id,
    address: "127.0.0.1",
    ms: expect.any(Number),
    bytes: expect.any(Number),
    requestId: expect.stringMatching(/^[\da-f-]{36}$/),
  });
  expect(JSON.stringify(line)).not.toMatch(/private|a-name|next-auth/);
});

test("the answer, its error and the line have one id", async () => {
  let response: Response | undefined;
  const [line] = await linesOf(1, async () => {
    response = await ask("/api/conversations", { headers: { "x-request-id": "of-a-stranger" } });
  });
  const { error } = (await response!.json()) as { error: { requestId: string } };
  expect(line).toMatchObject({ level: levels.info, status: 401, requestId: error.requestId });
  expect(response!.headers.get("x-request-id")).toBe(error.requestId);
  expect(error.requestId).not.toBe("of-a-stranger");
});

test("a proxy of ours gives the address, and its own id where it is sane", async () => {
  Object.assign(env(), { trustedProxies: 1 });
  const forwarded = { "x-forwarded-for": "6.6.6.6, 203.0.113.9" };
  const ours = expect.stringMatching(/^[\da-f-]{36}$/);
  const named = (id: string) =>
    linesOf(1, () => ask("/api/account", { headers: { ...forwarded, "x-request-id": id } }));
  // Of a client that made it up, perhaps, so that two requests may have it.
  for (let n = 0; n < 2; n += 1)
    expect((await named("of-our-proxy.1"))[0]).toMatchObject({
      requestId: ours,
      givenId: "of-our-proxy.1",
      address: "203.0.113.9",
    });
  for (const insane of ["short", "with a space in it", "x".repeat(101), '{"level":60}']) {
    const [line] = await named(insane);
    expect(line).toMatchObject({ requestId: ours });
    expect(line).not.toHaveProperty("givenId");
  }
  Object.assign(env(), { trustedProxies: 0 });
});

test("what only its owner may know isn't in the path, and health is said to nobody", async () => {
  const found = await linesOf(4, async () => {
    await ask("/api/media/one-file?expires=1&signature=abcdef");
    await ask(`/api/projects/${project.id}/contacts/593999888777`, { method: "DELETE" });
    await ask("/api/health/live");
    await ask(`/reset/${"x".repeat(43)}`);
  });
  expect(found.map(({ path, level }) => [path, level])).toEqual([
    ["/api/media/one-file", levels.info],
    [`/api/projects/${project.id}/contacts/[contactId]`, levels.info],
    ["/api/health/live", levels.debug],
    ["/reset/[…]", levels.info],
  ]);
});

test("what a request only sets going doesn't go by its facts", async () => {
  const facts = { id: "a-request", address: "192.0.2.1", userAgent: null };
  const seen: unknown[] = [];
  const loop = withRequestFacts(facts, () =>
    startLoop(
      async () => {
        seen.push(requestFacts());
        return 5;
      },
      () => {},
      5,
    ),
  );
  await expect.poll(() => seen.length).toBeGreaterThan(2);
  await loop.stop();
  expect(seen.every((each) => each === undefined)).toBe(true);
  expect(withRequestFacts(facts, () => requestFacts()?.id)).toBe("a-request");
});

test("another line of the same request has its id, too", async () => {
  const from = lines.length;
  const asked = { name: "P", jelouProjectId: "p1" };
  const { body } = await admin.post("/api/projects", asked);
  expect(body.error.code).toBe("conflict");
  const { log } = await import("@/lib/log");
  withRequestFacts({ id: "some-request", address: null, userAgent: null }, () =>
    log().info("hello"),
  );
  const hello = lines.slice(from).find((line) => line.includes("hello"))!;
  expect(JSON.parse(hello)).toMatchObject({ requestId: "some-request", msg: "hello" });
});
