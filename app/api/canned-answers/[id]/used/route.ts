import { countUse } from "@/lib/canned-answers/write";
import { noContent } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const POST = route({ params: idParam }, async ({ scope, params }) => {
  await countUse(scope, params.id);
  return noContent();
});
