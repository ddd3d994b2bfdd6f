import { createHmac, randomBytes, randomInt } from "node:crypto";
import { makeEvents, type SignedEvent } from "../bench/clients/make-events";
import { openConnection, toRequest } from "../bench/clients/post-connection";
import { projectKeys } from "../bench/project-keys";
import { sign } from "../support/jelou/sign";
import { type Case, hold, type Plan, type Report, tell } from "./case";
import { count, openDesk } from "./desk";
import { countOf } from "./post-events";

type Forgery = { path?: string; body: Buffer; headers: Record<string, string> };

const header = "X-Jelou-Signature";
const other = "another project of the torture";
const pick = <T>(items: T[]) => items[randomInt(items.length)]!;

function flipBit(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = randomInt(copy.length);
  copy[at]! ^= 1 << randomInt(8);
  return copy;
}

function flipDigit(signature: string): string {
  const at = randomInt("sha256=".length, signature.length);
  const digit = ((Number.parseInt(signature[at]!, 16) + randomInt(1, 16)) % 16).toString(16);
  return signature.slice(0, at) + digit + signature.slice(at + 1);
}

/** What somebody without the secret can make of a genuine post. */
const forgeries: Record<string, (event: SignedEvent, another: SignedEvent) => Forgery> = {
  "a bit of the body": ({ body, signature }) => ({
    body: flipBit(body),
    headers: { [header]: signature },
  }),
  "a byte cut off": ({ body, signature }) => ({
    body: body.subarray(0, randomInt(body.length)),
    headers: { [header]: signature },
  }),
  "bytes added": ({ body, signature }) => ({
    body: Buffer.concat([body, pick([Buffer.from(" "), Buffer.from("\n"), randomBytes(8)])]),
    headers: { [header]: signature },
  }),
  "a digit of the signature": ({ body, signature }) => ({
    body,
    headers: { [header]: flipDigit(signature) },
  }),
  "part of the signature": ({ body, signature }) => ({
    body,
    headers: { [header]: signature.slice(0, randomInt(signature.length)) },
  }),
  "the signature of another": ({ body }, { signature }) => ({
    body,
    headers: { [header]: signature },
  }),
  "another secret": ({ body }) => ({
    body,
    headers: { [header]: sign(pick(["", "secret", "0", randomBytes(8).toString("hex")]), body) },
  }),
  "another hash": ({ body }) => {
    const algorithm = pick(["sha1", "md5", "sha512", "sha384"]);
    const digest = createHmac(algorithm, projectKeys.signingSecret).update(body).digest("hex");
    return { body, headers: { [header]: `${pick([algorithm, "sha256"])}=${digest}` } };
  },
  "no signature, or nonsense": ({ body }) => ({
    body,
    headers: pick<Record<string, string>>([
      {},
      { [header]: "" },
      { [header]: "sha256=" },
      { [header]: `sha256=${"0".repeat(64)}` },
      { [header]: "null" },
      { [header]: "[object Object]" },
      { [header]: "sha256=undefined" },
      { [header]: `sha256=${"é".repeat(32)}` },
    ]),
  }),
  "another project's path": ({ body, signature }) => ({
    path: `/api/webhooks/jelou/${pick([encodeURIComponent(other), "nobody", "..", "%00", "bench%2f", "BENCH"])}`,
    body,
    headers: { [header]: signature },
  }),
};

/** None gets in, and none brings the desk into trouble. */
async function forge({ some }: Plan): Promise<Report> {
  const wanted = some(10_000);
  const desk = await openDesk();
  const second = await desk.admin.call("POST", "/api/projects", {
    name: "Other",
    jelouProjectId: other.replaceAll(" ", "-"),
  });
  await desk.admin.call("PUT", `/api/projects/${second.id}/webhook-auth`, {
    signingSecret: "the secret of the other project",
  });
  const genuine = makeEvents(500);
  const kinds = Object.values(forgeries);
  const statuses = new Map<number, number>();
  let next = 0;
  const work = async () => {
    let connection = await openConnection(desk.port);
    for (let index = next++; index < wanted; index = next++) {
      const at = randomInt(genuine.length);
      const another = genuine[(at + 1 + randomInt(genuine.length - 1)) % genuine.length]!;
      const forged = kinds[index % kinds.length]!(genuine[at]!, another);
      const path = forged.path ?? desk.webhookPath;
      const status = await connection.post(toRequest(path, forged.body, forged.headers));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      // Whatever else it says, it may say it for the last time on this connection.
      if (status === 401) continue;
      connection.close();
      connection = await openConnection(desk.port);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: 16 }, work));
  const stored = await count(desk, "deliveries");
  const alive = (await fetch(`${desk.url}/api/health/ready`)).status;
  await desk.remove();
  const told = [...statuses].sort(([a], [b]) => a - b).map((pair) => pair.reverse().join(" × "));
  return {
    tried: `${wanted} forged or altered webhooks of ${kinds.length} kinds`,
    held: [
      hold(countOf(statuses, (status) => status >= 200 && status < 300) === 0, "0 accepted"),
      hold(stored === 0, `${stored} stored`),
      hold(countOf(statuses, (status) => status >= 500) === 0, "no 5xx"),
      hold(countOf(statuses, (status) => status === 0) === 0, "each answered"),
      hold(alive === 200, "the desk is well"),
      tell(told.join(", ")),
    ],
  };
}

export const forgedWebhooks: Record<string, Case> = { forgeries: { run: forge } };
