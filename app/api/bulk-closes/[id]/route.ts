import { bulkParams } from "@/lib/bulk-closes/input";
import { getBulkClose } from "@/lib/bulk-closes/read";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const GET = route({ params: idParam, query: bulkParams }, async ({ scope, params, query }) =>
  json(await getBulkClose(scope, params.id, query)),
);
