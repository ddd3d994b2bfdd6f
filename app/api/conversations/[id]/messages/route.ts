import { threadParams } from "@/lib/conversations/input";
import { listMessages } from "@/lib/conversations/read-thread";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { messageInput } from "@/lib/messages/input";
import { sendMessage } from "@/lib/messages/write";

export const GET = route(
  { params: idParam, query: threadParams },
  async ({ scope, params, query }) => json(await listMessages(scope, params.id, query)),
);

export const POST = route(
  { params: idParam, body: messageInput },
  async ({ scope, params, body }) =>
    json({ message: await sendMessage(scope, params.id, body) }, 202),
);
