import { BlockList, isIP } from "node:net";
import type { Scope } from "@/lib/auth/scope";
import { env } from "@/lib/env";
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
  const version = isIP(host);
  if (version !== 0) return !notPublic.check(host, version === 6 ? "ipv6" : "ipv4");
  return (
    host.includes(".") && !/\.(localhost|local|internal|lan|home\.arpa|test|invalid)$/.test(host)
  );
}

const notPublic = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  notPublic.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  notPublic.addSubnet(network, bits, "ipv6");
