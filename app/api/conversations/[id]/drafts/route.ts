import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { listDrafts } from "@/lib/messages/read";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json({ items: await listDrafts(scope, params.id), nextCursor: null }),
);
