import { notFound } from "@/lib/errors";
import { idParam, publicRoute } from "@/lib/http/route";
import { mediaQuery } from "@/lib/uploads/input";
import { findSignedUpload } from "@/lib/uploads/read";
import { serveUpload } from "@/lib/uploads/serve-upload";

export const GET = publicRoute(async (request, params) => {
  const id = idParam.safeParse(params).data?.id;
  const { searchParams } = new URL(request.url);
  const address = mediaQuery.safeParse(Object.fromEntries(searchParams)).data;
  if (!id || !address) throw notFound("file");
  const answer = await serveUpload(await findSignedUpload(id, address), request);
  // Jelou's own screens may show it, too.
  answer.headers.set("cross-origin-resource-policy", "cross-origin");
  return answer;
});
