import { threadParams } from "@/lib/conversations/input";
import { listMessages } from "@/lib/conversations/read-list";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const GET = route(
  { params: idParam, query: threadParams },
  async ({ scope, params, query }) => json(await listMessages(scope, params.id, query)),
);
