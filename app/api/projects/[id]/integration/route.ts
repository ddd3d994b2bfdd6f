import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { integrationChange, newIntegration } from "@/lib/projects/input";
import { connectProject, updateIntegration } from "@/lib/projects/write-integration";

export const POST = route(
  { roles: ["admin"], params: idParam, body: newIntegration },
  async ({ scope, params, body }) => json(await connectProject(scope, params.id, body), 201),
);

export const PATCH = route(
  { roles: ["admin"], params: idParam, body: integrationChange },
  async ({ scope, params, body }) => json(await updateIntegration(scope, params.id, body)),
);
