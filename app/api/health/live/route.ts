import { setImmediate as nextTurn } from "node:timers/promises";
import { json } from "@/lib/http/respond";
import { publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async () => {
  await nextTurn();
  return json({ status: "ok" });
});
