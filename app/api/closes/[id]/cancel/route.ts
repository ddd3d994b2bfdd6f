import { cancelClose } from "@/lib/conversations/write-close";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const POST = route({ params: idParam, whenFull: true }, async ({ scope, params }) =>
  json({ close: await cancelClose(scope, params.id) }),
);
