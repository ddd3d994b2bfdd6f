import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { discardMessage } from "@/lib/messages/write";

export const POST = route({ params: idParam }, async ({ scope, params }) =>
  json({ message: await discardMessage(scope, params.id) }),
);
