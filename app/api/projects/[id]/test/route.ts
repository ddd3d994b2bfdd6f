import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { testProject } from "@/lib/projects/write";

export const POST = route({ roles: ["admin"], params: idParam }, async ({ scope, params }) =>
  json(await testProject(scope, params.id)),
);
