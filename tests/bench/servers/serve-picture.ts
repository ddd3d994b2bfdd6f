import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { endWithRun } from "../cleaning";

const picture = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360" fill="#8aa"/></svg>',
);

/** The same picture at every address, as customers' pictures are on Jelou's servers; answers where. */
export async function servePicture(): Promise<string> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "image/svg+xml" }).end(picture),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endWithRun(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
