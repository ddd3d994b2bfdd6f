import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { newRoute } from "@/lib/projects/input";
import { listRoutes } from "@/lib/projects/read-setup";
import { createRoute } from "@/lib/projects/write-routes";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json({ items: await listRoutes(scope, params.id), nextCursor: null }),
);

export const POST = route(
  { roles: ["admin", "supervisor"], params: idParam, body: newRoute },
  async ({ scope, params, body }) => json(await createRoute(scope, params.id, body), 201),
);
