import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { CheckedAddress } from "./check-address";
import { isPrivateNumber, lookUpPublicly, privateAddress, type Resolve } from "./look-up-publicly";

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
};

export type CallFailure = {
  /** Where it failed: before a connection stood nobody was reached; after that anything may have happened. */
  phase: "connecting" | "connected";
  cause:
    | "timeout"
    | "connection_refused"
    | "dns"
    | "private_address"
    | "tls"
    | "reset"
    | "too_large"
    | "network";
};

export type PostResult =
  | { answer: Answer; failure?: undefined }
  | { failure: CallFailure; answer?: undefined };

const maxAnswer = 64 * 1024;

type Options = {
  headers: Record<string, string>;
  timeoutMs: number;
  method?: "POST" | "PATCH";
  resolve?: Resolve;
};

/**
 * Posts JSON (PATCH on request) on a connection of its own and follows no redirect; to a public address unless it may be
 * private. `timeoutMs` covers everything, from the name look-up to the last byte, so a server that drips is cut off too.
 * Never throws.
 */
export async function postJson(
  target: CheckedAddress,
  body: string,
  options: Options,
): Promise<PostResult> {
  if (!target.mayBePrivate && isPrivateNumber(target.url))
    return { failure: { phase: "connecting", cause: "private_address" } };
  return post(target, body, options);
}

function post(
  { url, mayBePrivate }: CheckedAddress,
  body: string,
  options: Options,
): Promise<PostResult> {
  return new Promise((resolve) => {
    let phase: CallFailure["phase"] = "connecting";
    const secure = url.protocol === "https:";
    const request = (secure ? requestHttps : requestHttp)(url, {
      method: options.method ?? "POST",
      // A kept connection may be closed by Jelou just as we write: then nobody knows whether the call was taken.
      agent: false,
      ...(mayBePrivate ? {} : { lookup: lookUpPublicly(options.resolve) }),
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Mostrador",
        ...options.headers,
      },
    });
    const finish = (result: PostResult) => {
      clearTimeout(timer);
      resolve(result);
      request.destroy();
    };
    const fail = (cause: CallFailure["cause"]) => finish({ failure: { phase, cause } });
    const timer = setTimeout(() => fail("timeout"), options.timeoutMs);
    request.on("socket", (socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => {
        phase = "connected";
      });
    });
    request.on("error", (error: NodeJS.ErrnoException) => fail(causeOf(error)));
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxAnswer) return fail("too_large");
        chunks.push(chunk);
      });
      response.on("error", () => fail("reset"));
      response.on("aborted", () => fail("reset"));
      response.on("end", () => {
        if (!response.complete) return fail("reset");
        const { statusCode: status = 0, headers } = response;
        finish({ answer: { status, headers, body: Buffer.concat(chunks) } });
      });
    });
    request.end(body);
  });
}

function causeOf(error: NodeJS.ErrnoException): CallFailure["cause"] {
  const code = error.code ?? "";
  if (code === "ECONNREFUSED" || code === "EHOSTUNREACH" || code === "ENETUNREACH")
    return "connection_refused";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "dns";
  if (code === privateAddress) return "private_address";
  if (code === "ETIMEDOUT") return "timeout";
  if (code === "ECONNRESET" || code === "EPIPE" || code.startsWith("HPE_")) return "reset";
  if (
    code.startsWith("ERR_TLS") ||
    code.startsWith("ERR_SSL") ||
    /CERT|SELF_SIGNED|EPROTO/.test(code)
  )
    return "tls";
  return "network";
}
