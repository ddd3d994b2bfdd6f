import { randomBytes } from "node:crypto";
import type { Env } from "@/lib/env";
import { earlyClicksHash } from "./early-clicks";

export type Nonces = { script: string; style: string };

/** Two, since the one for styles stands in the page where a style could read it. */
export const makeNonces = (): Nonces => ({ script: makeNonce(), style: makeNonce() });

const makeNonce = () => randomBytes(16).toString("base64");

/**
 * What a page may load: scripts that carry the nonce and what those load themselves, the one that keeps early clicks, styles and all else of our own, and
 * pictures, films and sounds from where customers sent them.
 */
export function contentPolicy(
  { script, style }: Nonces,
  { appUrl, oidc }: Pick<Env, "appUrl" | "oidc">,
  dev = false,
): string {
  const secure = appUrl.protocol === "https:";
  // Behind TLS the browser takes nothing by plain http anyway.
  const anywhere = `'self' data: blob: https:${secure ? "" : " http:"}`;
  return [
    "default-src 'self'",
    `script-src 'nonce-${script}' '${earlyClicksHash}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${style}'`}`,
    // React writes widths and places as attributes into the page, and no attribute can carry a nonce.
    "style-src-attr 'unsafe-inline'",
    `img-src ${anywhere}`,
    `media-src ${anywhere}`,
    // A form of ours may end up at the provider, which browsers hold against the form.
    `form-action 'self'${oidc ? ` ${new URL(oidc.issuer).origin}` : ""}`,
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** Of what is no page. */
export const bareDataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
