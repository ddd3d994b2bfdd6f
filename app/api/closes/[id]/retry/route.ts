import { retryClose } from "@/lib/conversations/write-close";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const POST = route({ params: idParam }, async ({ scope, params }) =>
  json({ close: await retryClose(scope, params.id) }, 202),
);
