import { type CallOutcome, callGateway, type Gateway } from "./call-gateway";

const failed = ["closed", "failed", "error"];

/** Jelou documents no way to make it once: a start of unclear outcome is for people to look at, not to repeat. */
export function startConversation(
  gateway: Gateway,
  start: {
    botId: string;
    userId: string;
    initialMessage?: string;
    metadata?: Record<string, unknown>;
    assignment?: { type: "queue" | "operator" | "team"; target: string };
  },
): Promise<CallOutcome> {
  const { botId, userId, initialMessage, metadata, assignment } = start;
  const body = { botId, userId, initialMessage, metadata, assignment };
  return callGateway(gateway, "/conversations/start", body, {
    belies: (state) => failed.includes(state),
  });
}
