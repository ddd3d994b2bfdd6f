import { noContent } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { findUpload } from "@/lib/uploads/read";
import { serveUpload } from "@/lib/uploads/serve-upload";
import { removeUpload } from "@/lib/uploads/write";

export const GET = route({ params: idParam }, async ({ scope, params, request }) =>
  serveUpload(await findUpload(scope, params.id), request),
);

export const DELETE = route({ params: idParam }, async ({ scope, params }) => {
  await removeUpload(scope, params.id);
  return noContent();
});
