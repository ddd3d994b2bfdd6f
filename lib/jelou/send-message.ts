import { createHmac } from "node:crypto";
import { type CallOutcome, readOutcome } from "./call-gateway";
import type { CheckedAddress } from "./check-address";
import { postJson } from "./post-json";

const failed = ["failed", "error"];

/** Sends the end user a message. `id` is ours and stays the same on a retry; `content` is in Jelou's names. */
export async function sendMessage(
  target: CheckedAddress & { signingSecret: string; timeoutMs: number },
  message: {
    jelouProjectId: string;
    roomId: string;
    botId: string;
    userId: string;
    id: string;
    type: string;
    content: Record<string, unknown>;
  },
): Promise<CallOutcome> {
  const { signingSecret, timeoutMs } = target;
  const { jelouProjectId, roomId, botId, userId, id, type, content } = message;
  const body = JSON.stringify({
    field: "messages",
    object: "message_event",
    event_type: "incoming_message",
    project_id: jelouProjectId,
    room_id: roomId,
    bot_id: botId,
    user_id: userId,
    value: { id, type, content },
  });
  const signature = createHmac("sha256", signingSecret).update(body).digest("hex");
  const headers = { "X-Jelou-Signature": `sha256=${signature}` };
  const result = await postJson(target, body, { headers, timeoutMs });
  return readOutcome(result, [signingSecret], {
    belies: (state) => failed.includes(state),
    anyBody: true,
  });
}
