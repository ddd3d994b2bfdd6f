import { logParams } from "@/lib/close-log/input";
import { listCloses } from "@/lib/close-log/read";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({ query: logParams }, async ({ scope, query }) =>
  json(await listCloses(scope, query)),
);
