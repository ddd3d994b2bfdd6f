import { sign } from "./jelou/sign.ts";
import { secrets } from "./jelou-desk.ts";
import type { Answer } from "./people.ts";
import { handle } from "./routes.ts";

type Options = { headers?: Record<string, string>; project?: string; secret?: string };

/** Posts bytes as Jelou does, signed; a header given as "" is left out. */
export async function postWebhook(body: unknown, options: Options = {}): Promise<Answer> {
  const raw = body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  const headers = new Headers({
    "content-type": "application/json",
    "x-jelou-signature": sign(options.secret ?? secrets.signingSecret, raw),
  });
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === "") headers.delete(name);
    else headers.set(name, value);
  }
  const url = `http://127.0.0.1/api/webhooks/jelou/${options.project ?? "p1"}`;
  const response = await handle(new Request(url, { method: "POST", headers, body: raw }));
  return { status: response.status, headers: response.headers, body: await response.json() };
}
