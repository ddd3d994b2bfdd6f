import { connect } from "node:net";

export type RawAnswer = { status: number; text: string };

/** Writes these bytes and reads what comes until the line ends; status 0 where nothing came or it didn't end. */
export function sendRawRequest(
  address: string,
  bytes: string,
  patienceMs = 15_000,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const finish = (ended: boolean) => {
      const text = Buffer.concat(chunks).toString();
      const [, status = "0"] = /^HTTP\/1\.[01] (\d{3})/.exec(text) ?? [];
      socket.destroy();
      resolve({ status: ended ? Number(status) : 0, text });
    };
    socket.setTimeout(patienceMs, () => finish(false));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => finish(true));
    socket.on("close", () => finish(true));
  });
}

/** A request as text, on a line that is closed afterwards. */
export const requestText = (
  line: string,
  headers: Record<string, string | undefined> = {},
  body = "",
) => {
  const all: Record<string, string | undefined> = { Host: "desk", Connection: "close", ...headers };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return `${line}\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
};
