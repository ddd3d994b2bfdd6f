import { listParams } from "@/lib/conversations/input";
import { countConversations } from "@/lib/conversations/read-list";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({ query: listParams.pick({ project: true }) }, async ({ scope, query }) =>
  json(await countConversations(scope, query.project)),
);
