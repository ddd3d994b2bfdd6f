import { expect, test } from "vitest";
import type { CloseMessage } from "@/lib/jelou/close-conversation";
import { closeConversation, testCredentials } from "@/lib/jelou/close-conversation";
import { openSandbox, secrets } from "./support/open-sandbox.ts";

async function openGateway() {
  const { sandbox, ana } = await openSandbox();
  const gateway = {
    url: new URL(`${sandbox.gatewayUrl}/`),
    mayBePrivate: true,
    jelouProjectId: "p1",
    credentials: { kind: "basic" as const, ...secrets },
    timeoutMs: 2_000,
  };
  const close = (message: CloseMessage) =>
    closeConversation(gateway, { botId: "bot", userId: "ana", message });
  return { sandbox, ana, gateway, close };
}

const text = { type: "text", text: "¡Adiós! 👋" } as const;
const written: [CloseMessage, object][] = [
  [null, {}],
  [text, { redirectPayload: text }],
  [{ ...text, skillId: 7 } as CloseMessage, { redirectPayload: text }],
  [{ type: "edge" }, { redirectPayload: { type: "edge" } }],
  [{ type: "edge", skillId: 7 }, { redirectPayload: { type: "edge", skillId: 7 } }],
  [{ type: "edge", skillId: 0 }, { redirectPayload: { type: "edge", skillId: 0 } }],
  [
    { type: "edge", skillId: "7", targetId: "t1" },
    { redirectPayload: { type: "edge", skillId: "7", targetId: "t1" } },
  ],
  [
    { type: "edge", skillId: null, targetId: undefined, text: "x" } as unknown as CloseMessage,
    { redirectPayload: { type: "edge" } },
  ],
];

test.each(written)("a close with %j sends just that", async (message, sent) => {
  const { sandbox, ana, close } = await openGateway();
  const conversation = ana();
  expect(await close(message)).toEqual({
    kind: "accepted",
    status: 200,
    jelouConversationId: conversation.id,
  });
  expect(sandbox.callsTo("close").map(({ path, body }) => [path, body])).toEqual([
    [
      "/jelouapi/v1/external-support/p1/conversations/close",
      { botId: "bot", userId: "ana", ...sent },
    ],
  ]);
  expect(conversation.customerGot).toEqual(Object.values(sent)[0] ?? null);
});

test("a 200 for a conversation that goes on is no close", async () => {
  const { sandbox, ana, close } = await openGateway();
  ana();
  const body = { statusMessage: "success", data: { conversationId: "c1", status: "active" } };
  sandbox.faults.next({ on: "close", status: 200, body, effect: false });
  expect(await close(null)).toMatchObject({ kind: "unclear", status: 200, code: "unreadable" });
});

test("the credentials are tried without closing anything", async () => {
  const { ana, gateway } = await openGateway();
  const conversation = ana();
  const wrong = { kind: "api-key" as const, apiKey: "wrong" };
  expect(await testCredentials(gateway)).toEqual({ ok: true });
  expect(await testCredentials({ ...gateway, credentials: wrong })).toEqual({ ok: false });
  expect(conversation.status).toBe("open");
});
