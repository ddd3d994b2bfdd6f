import { closeInput } from "@/lib/conversations/input";
import { requestClose } from "@/lib/conversations/write-close";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const POST = route({ params: idParam, body: closeInput }, async ({ scope, params, body }) =>
  json({ close: await requestClose(scope, params.id, body) }, 202),
);
