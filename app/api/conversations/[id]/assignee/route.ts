import { assigneeInput } from "@/lib/conversations/input";
import { assignConversation } from "@/lib/conversations/write-assignee";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const PUT = route(
  { params: idParam, body: assigneeInput },
  async ({ scope, params, body }) => json(await assignConversation(scope, params.id, body.userId)),
);
