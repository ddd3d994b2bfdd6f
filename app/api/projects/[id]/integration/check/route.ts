import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { checkReach } from "@/lib/projects/read-reach";

export const POST = route({ roles: ["admin"], params: idParam }, async ({ scope, params }) =>
  json(await checkReach(scope, params.id)),
);
