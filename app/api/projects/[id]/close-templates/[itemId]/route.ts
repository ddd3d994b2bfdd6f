import { json, noContent } from "@/lib/http/respond";
import { itemParams, route } from "@/lib/http/route";
import { templateChange } from "@/lib/projects/input";
import { changeTemplate, deleteTemplate } from "@/lib/projects/write-templates";

export const PATCH = route(
  { roles: ["admin", "supervisor"], params: itemParams, body: templateChange },
  async ({ scope, params, body }) =>
    json(await changeTemplate(scope, params.id, params.itemId, body)),
);

export const DELETE = route(
  { roles: ["admin", "supervisor"], params: itemParams },
  async ({ scope, params }) => {
    await deleteTemplate(scope, params.id, params.itemId);
    return noContent();
  },
);
