import { listParams } from "@/lib/conversations/input";
import { listConversations } from "@/lib/conversations/read-list";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({ query: listParams }, async ({ scope, query }) =>
  json(await listConversations(scope, query)),
);
