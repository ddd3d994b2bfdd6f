import { markRead } from "@/lib/conversations/write";
import { noContent } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const POST = route({ params: idParam, whenFull: true }, async ({ scope, params }) => {
  await markRead(scope, params.id);
  return noContent();
});
