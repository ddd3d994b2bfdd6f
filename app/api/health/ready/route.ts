import { deskIsReady } from "@/lib/desk";
import { notRunning } from "@/lib/errors";
import { readHealth } from "@/lib/health/read";
import { json } from "@/lib/http/respond";
import { publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async () => {
  if (!deskIsReady()) throw notRunning();
  const health = await readHealth();
  return json(health, health.status === "ready" ? 200 : 503);
});
