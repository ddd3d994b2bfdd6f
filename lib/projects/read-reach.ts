import { isIP } from "node:net";
import type { Scope } from "@/lib/auth/scope";
import { env } from "@/lib/env";
import { isPublicIp } from "@/lib/jelou/is-public-ip";
import { getProject } from "./read";
import type { ReachAnswer } from "./schema";

const limitMs = 5_000;

/**
 * Whether Jelou has a chance to reach the desk at APP_URL: whether it is public https, and whether it answers the desk
 * itself. Only an event that arrives proves it. @throws AppError not_found
 */
export async function checkReach(scope: Scope, id: string): Promise<ReachAnswer> {
  await getProject(scope, id);
  const { appUrl } = env();
  return { isPublic: isPublicAddress(appUrl), ...(await callSelf(appUrl)) };
}

async function callSelf(appUrl: URL): Promise<{ reachable: boolean; detail?: string }> {
  try {
    const answer = await fetch(new URL("/api/health/live", appUrl), {
      redirect: "manual",
      signal: AbortSignal.timeout(limitMs),
    });
    await answer.body?.cancel();
    return answer.status === 200
      ? { reachable: true }
      : { reachable: false, detail: `HTTP ${answer.status}` };
  } catch (error) {
    return { reachable: false, detail: causeOf(error) };
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError") return "timeout";
  const { code } = (error.cause ?? error) as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}

/** https under a name or an address that the whole internet can mean, as far as its spelling tells. */
export function isPublicAddress({ protocol, hostname }: URL): boolean {
  if (protocol !== "https:") return false;
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIP(host) !== 0) return isPublicIp(host);
  return (
    host.includes(".") && !/\.(localhost|local|internal|lan|home\.arpa|test|invalid)$/.test(host)
  );
}
