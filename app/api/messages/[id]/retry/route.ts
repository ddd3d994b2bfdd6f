import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { retryMessage } from "@/lib/messages/write";

export const POST = route({ params: idParam }, async ({ scope, params }) =>
  json({ message: await retryMessage(scope, params.id) }, 202),
);
