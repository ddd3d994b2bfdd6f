import { startInput } from "@/lib/conversations/input";
import { startAgain } from "@/lib/conversations/write-start";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const POST = route({ params: idParam, body: startInput }, async ({ scope, params, body }) =>
  json({ jelouConversationId: await startAgain(scope, params.id, body) }),
);
