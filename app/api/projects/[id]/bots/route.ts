import { listBots } from "@/lib/conversations/read-bots";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json({ items: await listBots(scope, params.id), nextCursor: null }),
);
