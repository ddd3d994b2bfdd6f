import { route } from "@/lib/http/route";
import { openStream } from "@/lib/live/open-stream";

export const dynamic = "force-dynamic";

export const GET = route({}, ({ request, session }) => {
  const after =
    request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
  return Promise.resolve(openStream(session, after, request.signal));
});
