import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { presenceInput } from "@/lib/presence/input";
import { listPresent } from "@/lib/presence/read";
import { announce } from "@/lib/presence/write";

export const GET = route({ params: idParam }, async ({ scope, params }) =>
  json({ items: await listPresent(scope, params.id), nextCursor: null }),
);

export const PUT = route(
  { params: idParam, body: presenceInput, whenFull: true },
  async ({ scope, params, body }) => {
    await announce(scope, params.id, body.state);
    return json({ items: await listPresent(scope, params.id), nextCursor: null });
  },
);
