// The desk's ingest and store behind a bare node:http server: what is left when Next is taken away.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { mintScope } from "@/lib/auth/scope";
import { startDesk } from "@/lib/desk";
import { env } from "@/lib/env";
import { createProject } from "@/lib/projects/write";
import { saveWebhookAuth } from "@/lib/projects/write-webhook-auth";
import { receiveDelivery } from "@/lib/webhooks/receive-delivery";
import { projectKeys } from "../project-keys";

await startDesk();
const scope = mintScope("bench", "admin", []);
const { jelouProjectId, signingSecret } = projectKeys;
const project = await createProject(scope, { name: "Bench", jelouProjectId });
await saveWebhookAuth(scope, project.id, { signingSecret, overlapMs: 0 });

async function handle(incoming: IncomingMessage, outgoing: ServerResponse) {
  const answer = (status: number, body: unknown) => {
    const text = JSON.stringify(body);
    const headers = { "content-type": "application/json", "content-length": text.length };
    outgoing.writeHead(status, headers).end(text);
  };
  if (incoming.method !== "POST") return answer(200, {});
  const { "content-length": length = "0", "x-jelou-signature": signature } = incoming.headers;
  const headers = new Headers({ "content-length": length, "x-jelou-signature": String(signature) });
  const request = { headers, body: incoming } as unknown as Request;
  try {
    answer(200, { status: await receiveDelivery(request, jelouProjectId) });
  } catch (error) {
    answer(500, { error: String(error) });
  }
}

createServer((incoming, outgoing) => void handle(incoming, outgoing)).listen(
  env().port,
  env().host,
);

process.once("SIGTERM", () => process.exit(0));
