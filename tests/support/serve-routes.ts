import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { followRequest } from "@/lib/http/follow-request";
import { handle } from "./routes.ts";

/** The handlers behind a port, for who must reach them by HTTP: Jelou's webhooks. */
export async function serveRoutes() {
  const underWay = new Set<Promise<void>>();
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const answered = (async () => {
      const { method = "GET", url = "/", headers } = incoming;
      // As it is, which is how Next gives it to a Request too.
      const body = method === "GET" ? null : incoming;
      const request = new Request(`http://127.0.0.1${url}`, {
        method,
        headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as const),
        body: body as unknown as BodyInit | null,
        duplex: "half",
      } as RequestInit);
      const response = await handle(request);
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    })().finally(() => underWay.delete(answered));
    underWay.add(answered);
  };
  const server = createServer((incoming, outgoing) =>
    followRequest(incoming, outgoing, () => answer(incoming, outgoing)),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    /** Once what has been asked so far is answered. */
    idle: () => Promise.all(underWay),
    close,
  };
}
