import { expect, test } from "vitest";
import { openDeskWithJelou, secrets } from "../support/jelou-desk.ts";

const { admin, agent, project, greet, close, settles, withFault } = await openDeskWithJelou();

const { clientId, clientSecret } = secrets;
const pair = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
const spellings = [
  clientSecret,
  clientSecret.toUpperCase(),
  pair,
  encodeURIComponent(pair),
  Buffer.from(clientSecret).toString("base64"),
];

const echoing = {
  message: `You sent ${spellings.join(" and ")}`,
  statusMessage: "failed",
  status: 0,
  validationError: { [clientSecret]: [pair], [`Authorization ${pair}`]: [clientSecret] },
};

test("what Jelou echoes of the credentials is shown to nobody, in none of its spellings", async () => {
  const { id } = await greet();
  withFault({ on: "close", status: 422, body: echoing }, 2);
  await close(id);
  await settles(id, "refused");
  const test = await admin.post(`/api/projects/${project.id}/test`);
  const answers = [
    (await agent.get(`/api/conversations/${id}`)).body,
    (await agent.get("/api/conversations")).body,
    (await admin.get(`/api/projects/${project.id}`)).body,
    test.body,
  ];
  for (const spelling of spellings) {
    expect(JSON.stringify(answers).toLowerCase()).not.toContain(spelling.toLowerCase());
  }
  expect(answers[0].close.lastError.message).toContain("You sent");
});

test("a validation error nested beyond sense is still a refusal, and called once", async () => {
  const { id } = await greet();
  const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
  withFault({ on: "close", status: 422, body: `{"validationError":{"text":[${deep}]}}` });
  await close(id);
  const { close: refused } = await settles(id, "refused");
  expect(refused?.attempts).toBe(1);
});

test.each([
  ["a status of 0", { message: "x", status: 0 }],
  ["an error", { message: "x", error: { code: "E", description: "no" } }],
  ["another state of the conversation", { statusMessage: "success", data: { status: "active" } }],
  ["a failure in words", { statusMessage: "failed" }],
])("a 200 with %s in it isn't taken for a close", async (_name, body) => {
  const { id } = await greet();
  withFault({ on: "close", status: 200, body, effect: false });
  await close(id);
  const { status, close: unknown } = await settles(id, "unknown");
  expect(status).toBe("closing");
  expect(unknown?.lastError?.code).toBe("unreadable");
});

test.each([
  ["an empty object", {}],
  ["a message in one piece", { message: "ok", statusMessage: "success", status: 1 }],
  ["an unknown shape", { message: ["ok"], data: { conversationId: [[1]] } }],
])("a 200 with %s is taken for what it says", async (_name, body) => {
  const { id } = await greet();
  withFault({ on: "close", status: 200, body, effect: false });
  await close(id);
  expect((await settles(id, "accepted")).status).toBe("closed");
});
