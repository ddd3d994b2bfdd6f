import { markInput } from "@/lib/conversations/input";
import { markClosed } from "@/lib/conversations/write-close";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const POST = route({ params: idParam, body: markInput }, async ({ scope, params, body }) =>
  json(await markClosed(scope, params.id, body.note)),
);
