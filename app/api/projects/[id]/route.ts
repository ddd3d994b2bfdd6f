import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { projectChange } from "@/lib/projects/input";
import { getProject } from "@/lib/projects/read";
import { changeProject, requireMayChange } from "@/lib/projects/write";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json(await getProject(scope, params.id)),
);

export const PATCH = route(
  { roles: ["admin", "supervisor"], params: idParam, body: projectChange },
  async ({ scope, params, body }) => {
    requireMayChange(scope, body);
    return json(await changeProject(scope, params.id, body));
  },
);
