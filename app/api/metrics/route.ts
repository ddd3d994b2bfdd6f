import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { AppError, notFound } from "@/lib/errors";
import { readFigures } from "@/lib/health/read-figures";
import { publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async (request) => {
  const { metricsToken } = env();
  if (metricsToken === undefined) throw notFound("page");
  if (!isSame(request.headers.get("authorization") ?? "", `Bearer ${metricsToken}`))
    throw new AppError("unauthenticated", "Send Authorization: Bearer and METRICS_TOKEN.");
  return new Response(await readFigures(), {
    headers: {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "private, no-store",
    },
  });
});

/** In a time that says nothing of how much of it was right. */
const isSame = (given: string, right: string) => timingSafeEqual(digest(given), digest(right));

const digest = (text: string) => createHash("sha256").update(text).digest();
