import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { uploadQuery } from "@/lib/uploads/input";
import { createUpload } from "@/lib/uploads/write";

export const POST = route(
  { query: uploadQuery, anyBody: true, cost: 20 },
  async ({ scope, query, request }) =>
    json(await createUpload(scope, request, query.filename), 201),
);
