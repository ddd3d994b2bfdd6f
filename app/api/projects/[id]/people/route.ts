import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { listColleagues } from "@/lib/users/read";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json({ items: await listColleagues(scope, params.id), nextCursor: null }),
);
