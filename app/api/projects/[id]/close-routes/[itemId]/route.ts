import { json, noContent } from "@/lib/http/respond";
import { itemParams, route } from "@/lib/http/route";
import { routeChange } from "@/lib/projects/input";
import { changeRoute, deleteRoute } from "@/lib/projects/write-routes";

export const PATCH = route(
  { roles: ["admin", "supervisor"], params: itemParams, body: routeChange },
  async ({ scope, params, body }) => json(await changeRoute(scope, params.id, params.itemId, body)),
);

export const DELETE = route(
  { roles: ["admin", "supervisor"], params: itemParams },
  async ({ scope, params }) => {
    await deleteRoute(scope, params.id, params.itemId);
    return noContent();
  },
);
