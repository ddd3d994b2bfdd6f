import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/env";
import { once } from "@/lib/once";
import { bareDataPolicy, contentPolicy, makeNonces } from "./content-policy";

/** What Next and its proxies tell themselves, and what a proxy says of the address that was asked for. */
const nobodysToSay =
  /^(x-(middleware-|invoke-|matched-path$|now-|vercel-|nextjs-|forwarded-|real-ip$|http-method|method-override$|original-url$|rewrite-url$|style-nonce$)|next-action$|forwarded$|content-security-policy)/;

const isFixed = (path: string) => /^\/(_next\/static\/|emoji\/|icon\.svg(\?|$))/.test(path);

/**
 * Before anything else sees a request: what only the desk or a proxy of ours could know is taken out of it, so that
 * neither Next nor we believe it, and what every answer carries is laid ready, errors and redirects included. X-Forwarded-For
 * stays where a proxy of ours writes it.
 */
export function harden(incoming: IncomingMessage, outgoing: ServerResponse, dev = false) {
  const { headers, url = "" } = incoming;
  const { appUrl, oidc, trustedProxies } = env();
  for (const name in headers) {
    if (!nobodysToSay.test(name)) continue;
    // Next's development client waits for what it asked for by these.
    if (dev && name.startsWith("x-nextjs-")) continue;
    if (name !== "x-forwarded-for" || trustedProxies === 0) delete headers[name];
  }
  // Whatever is built from it leads to the desk and nowhere else.
  headers.host = appUrl.host;
  for (const [name, value] of fixedHeaders()) outgoing.setHeader(name, value);
  if (!isFixed(url)) outgoing.setHeader("cache-control", "private, no-store");
  if (url.startsWith("/api/")) return outgoing.setHeader("content-security-policy", bareDataPolicy);
  const nonces = makeNonces();
  const policy = contentPolicy(nonces, { appUrl, oidc }, dev);
  // Next finds the nonce for its scripts in there, the layout the one for styles beside it.
  headers["content-security-policy"] = policy;
  headers["x-style-nonce"] = nonces.style;
  outgoing.setHeader("content-security-policy", policy);
}

const unused = [
  "accelerometer",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "usb",
];

const fixedHeaders = () =>
  once(
    "fixed-headers",
    () =>
      [
        ["x-content-type-options", "nosniff"],
        ["x-frame-options", "DENY"],
        ["referrer-policy", "same-origin"],
        ["permissions-policy", unused.map((feature) => `${feature}=()`).join(", ")],
        ["cross-origin-opener-policy", "same-origin"],
        ["cross-origin-resource-policy", "same-origin"],
        // Not for its subdomains, of which the desk knows nothing.
        ...(env().appUrl.protocol === "https:"
          ? [["strict-transport-security", "max-age=31536000"] as const]
          : []),
      ] as const,
  );
