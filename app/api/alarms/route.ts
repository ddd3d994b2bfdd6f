import { listAlarms } from "@/lib/deliveries/read-alarms";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({ roles: ["admin"] }, async ({ scope }) =>
  json({ items: await listAlarms(scope), nextCursor: null }),
);
