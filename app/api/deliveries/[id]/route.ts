import { getDelivery } from "@/lib/deliveries/read";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const GET = route({ params: idParam, roles: ["admin"] }, async ({ scope, params }) =>
  json(await getDelivery(scope, params.id)),
);
