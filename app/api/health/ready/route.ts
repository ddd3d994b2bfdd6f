import { deskIsReady } from "@/lib/desk";
import { AppError } from "@/lib/errors";
import { json } from "@/lib/http/respond";
import { publicRoute } from "@/lib/http/route";
import { livePosition } from "@/lib/live/read";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async () => {
  if (!deskIsReady()) throw new AppError("unavailable", "The desk is starting or stopping.");
  await livePosition();
  return json({ status: "ready" });
});
