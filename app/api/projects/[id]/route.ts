import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { projectChange } from "@/lib/projects/input";
import { getProject } from "@/lib/projects/read";
import { changeProject } from "@/lib/projects/write";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json(await getProject(scope, params.id)),
);

export const PATCH = route(
  { roles: ["admin"], params: idParam, body: projectChange },
  async ({ scope, params, body }) => json(await changeProject(scope, params.id, body)),
);
