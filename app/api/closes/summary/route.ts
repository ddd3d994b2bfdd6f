import { summaryParams } from "@/lib/close-log/input";
import { summariseCloses } from "@/lib/close-log/read-summary";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({ query: summaryParams }, async ({ scope, query }) =>
  json(await summariseCloses(scope, query)),
);
