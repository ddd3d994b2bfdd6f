import { matchParams } from "@/lib/conversations/input";
import { countMatches } from "@/lib/conversations/read-list";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({ query: matchParams }, async ({ scope, query }) =>
  json({ total: await countMatches(scope, query) }),
);
