import { getStory } from "@/lib/conversations/read-story";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json({ items: await getStory(scope, params.id), nextCursor: null }),
);
