import { AppError } from "@/lib/errors";

export const defaultGatewayUrl = "https://gateway.jelou.ai/jelouapi/v1";
export const defaultMessagesUrl = "https://chatbot.jelou.ai/v1/external-support/webhook";

const jelouHosts = ["gateway.jelou.ai", "chatbot.jelou.ai"];

/** An address that may be called, and whether what its name points to may be private. */
export type CheckedAddress = { url: URL; mayBePrivate: boolean };

/**
 * The address, if the desk may call it: https on Jelou's own hosts, or anything http(s) on a `host[:port]` of
 * JELOU_ALLOWED_HOSTS. Checked when it is saved and again before each use.
 * @throws AppError bad_input under `field`
 */
export function checkAddress(
  address: string,
  allowedHosts: string[],
  field = "gatewayUrl",
): CheckedAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !["https:", "http:"].includes(url.protocol)) {
    throw badAddress(field, "This is not an https address.");
  }
  if (url.username || url.password || url.search || url.hash) {
    throw badAddress(field, "Leave user names, questions marks and # out of the address.");
  }
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  if (allowedHosts.includes(`${url.hostname}:${port}`) || allowedHosts.includes(url.hostname))
    return { url, mayBePrivate: true };
  if (!isJelouHost(url)) {
    throw badAddress(
      field,
      `The desk may not call ${url.host}. It calls ${jelouHosts.join(" and ")}; whoever runs it can allow more hosts ` +
        "by JELOU_ALLOWED_HOSTS.",
    );
  }
  if (url.protocol !== "https:") throw badAddress(field, "Jelou is called by https only.");
  return { url, mayBePrivate: false };
}

/** Whether the address is Jelou's own, and not a stand-in's. */
export const isJelouHost = (url: URL) => jelouHosts.includes(url.hostname) && url.port === "";

function badAddress(field: string, message: string) {
  return new AppError("bad_input", message, { fields: { [field]: [message] } });
}
