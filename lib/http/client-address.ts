import type { IncomingHttpHeaders } from "node:http";
import ipaddr from "ipaddr.js";

type Incoming = { socket: { remoteAddress?: string | undefined }; headers: IncomingHttpHeaders };

/**
 * Who sent it, in its shortest spelling: whoever is connected or, behind `proxies` of ours, the one that the outermost
 * of them saw. Each adds to the end of X-Forwarded-For; what stands before is the client's own say. Null where nobody
 * is connected any more.
 */
export function clientAddress({ socket, headers }: Incoming, proxies: number): string | null {
  const connected = spell(socket.remoteAddress ?? "");
  if (proxies === 0) return connected;
  const [client = ""] = String(headers["x-forwarded-for"] ?? "")
    .split(",")
    .slice(-proxies);
  return spell(client.trim()) ?? connected;
}

/** Some proxies write the port, too. An IPv4 address may come as one of IPv6. */
function spell(text: string): string | null {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(text) ?? [];
  const address = (bracketed ?? plain ?? text).replace(/%.*$/, "");
  const isOne = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  return isOne ? ipaddr.process(address).toString() : null;
}
