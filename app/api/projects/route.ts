import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { newProject } from "@/lib/projects/input";
import { listProjects } from "@/lib/projects/read";
import { createProject } from "@/lib/projects/write";

export const GET = route({}, async ({ scope }) =>
  json({ items: await listProjects(scope), nextCursor: null }),
);

export const POST = route({ roles: ["admin"], body: newProject }, async ({ scope, body }) =>
  json(await createProject(scope, body), 201),
);
