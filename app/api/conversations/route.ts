import { listParams, newConversation } from "@/lib/conversations/input";
import { listConversations } from "@/lib/conversations/read-list";
import { startNew } from "@/lib/conversations/write-start";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({ query: listParams }, async ({ scope, query }) =>
  json(await listConversations(scope, query)),
);

export const POST = route({ body: newConversation }, async ({ scope, body }) =>
  json(await startNew(scope, body), 201),
);
