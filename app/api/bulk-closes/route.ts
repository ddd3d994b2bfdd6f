import { bulkInput } from "@/lib/bulk-closes/input";
import { listBulkCloses } from "@/lib/bulk-closes/read";
import { createBulkClose } from "@/lib/bulk-closes/write";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({}, async ({ scope }) =>
  json({ items: await listBulkCloses(scope), nextCursor: null }),
);

export const POST = route({ body: bulkInput }, async ({ scope, body }) =>
  json(await createBulkClose(scope, body), 202),
);
