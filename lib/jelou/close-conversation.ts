import { type CallOutcome, callGateway, type Gateway } from "./call-gateway";

export type CloseMessage =
  | { type: "text"; text: string }
  | { type: "edge"; skillId?: string | number; targetId?: string | number }
  | null;

export type CloseOutcome = CallOutcome;

const path = "/conversations/close";
const expected = { belies: (state: string) => state !== "closed" };

/**
 * Closes the active conversation of `userId` with `botId`: the call names no conversation, so whoever makes it has first
 * to be sure that no newer one exists. Source: the close call of Jelou's external support API.
 */
export function closeConversation(
  gateway: Gateway,
  close: { botId: string; userId: string; message: CloseMessage },
): Promise<CloseOutcome> {
  const { botId, userId, message } = close;
  const body = { botId, userId, redirectPayload: redirectPayload(message) };
  return callGateway(gateway, path, body, expected);
}

/** Asks with an empty body whether the credentials are taken: 422 says yes without closing anything. */
export async function testCredentials(
  gateway: Gateway,
): Promise<{ ok: boolean | null; detail?: string }> {
  const outcome = await callGateway(gateway, path, {}, expected);
  if (outcome.kind === "refused" && outcome.status === 401) return { ok: false };
  if (outcome.kind === "refused" && outcome.status === 422) return { ok: true };
  const status =
    "status" in outcome && outcome.status !== null ? `HTTP ${outcome.status}` : undefined;
  const words = "message" in outcome ? outcome.message : "accepted an empty close call";
  return { ok: null, detail: [status, words].filter(Boolean).join(": ") };
}

/** Jelou gets no null: what isn't there is left out. */
function redirectPayload(message: CloseMessage) {
  if (!message) return undefined;
  if (message.type === "text") return { type: message.type, text: message.text };
  const { type, skillId, targetId } = message;
  return { type, skillId: skillId ?? undefined, targetId: targetId ?? undefined };
}
