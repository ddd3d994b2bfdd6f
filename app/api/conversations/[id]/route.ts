import { getConversation } from "@/lib/conversations/read";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json(await getConversation(scope, params.id)),
);
