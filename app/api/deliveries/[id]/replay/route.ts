import { replayDelivery } from "@/lib/deliveries/write";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const POST = route({ params: idParam, roles: ["admin"] }, async ({ scope, params }) =>
  json({ delivery: await replayDelivery(scope, params.id) }),
);
