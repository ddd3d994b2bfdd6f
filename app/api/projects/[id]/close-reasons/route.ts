import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { newReason } from "@/lib/projects/input";
import { listReasons } from "@/lib/projects/read-setup";
import { createReason } from "@/lib/projects/write-reasons";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json({ items: await listReasons(scope, params.id), nextCursor: null }),
);

export const POST = route(
  { roles: ["admin", "supervisor"], params: idParam, body: newReason },
  async ({ scope, params, body }) => json(await createReason(scope, params.id, body), 201),
);
