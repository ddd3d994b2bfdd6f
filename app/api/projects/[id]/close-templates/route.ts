import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { newTemplate } from "@/lib/projects/input";
import { listTemplates } from "@/lib/projects/read-setup";
import { createTemplate } from "@/lib/projects/write-templates";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json({ items: await listTemplates(scope, params.id), nextCursor: null }),
);

export const POST = route(
  { roles: ["admin", "supervisor"], params: idParam, body: newTemplate },
  async ({ scope, params, body }) => json(await createTemplate(scope, params.id, body), 201),
);
