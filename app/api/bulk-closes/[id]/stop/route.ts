import { stopBulkClose } from "@/lib/bulk-closes/write";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const POST = route({ params: idParam, whenFull: true }, async ({ scope, params }) =>
  json(await stopBulkClose(scope, params.id)),
);
