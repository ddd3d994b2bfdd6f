import { deliveryParams } from "@/lib/deliveries/input";
import { listDeliveries } from "@/lib/deliveries/read";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({ query: deliveryParams, roles: ["admin"] }, async ({ scope, query }) =>
  json(await listDeliveries(scope, query)),
);
