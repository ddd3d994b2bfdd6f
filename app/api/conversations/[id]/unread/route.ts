import { markUnread } from "@/lib/conversations/write";
import { noContent } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const POST = route({ params: idParam }, async ({ scope, params }) => {
  await markUnread(scope, params.id);
  return noContent();
});
