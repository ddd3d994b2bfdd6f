import { json, noContent } from "@/lib/http/respond";
import { itemParams, route } from "@/lib/http/route";
import { reasonChange } from "@/lib/projects/input";
import { changeReason, deleteReason } from "@/lib/projects/write-reasons";

export const PATCH = route(
  { roles: ["admin", "supervisor"], params: itemParams, body: reasonChange },
  async ({ scope, params, body }) =>
    json(await changeReason(scope, params.id, params.itemId, body)),
);

export const DELETE = route(
  { roles: ["admin", "supervisor"], params: itemParams },
  async ({ scope, params }) => {
    await deleteReason(scope, params.id, params.itemId);
    return noContent();
  },
);
