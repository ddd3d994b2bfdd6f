import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

export type ReceivedMail = { to: string; raw: string };

/** As much of a mail server as a client needs, over loopback. */
export async function openSmtp() {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let refusing = false;
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
    let to = "";
    let rest = "";
    let data: string | undefined;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const take = (line: string) => {
      if (data !== undefined) {
        if (line !== ".") data += `${line.replace(/^\./, "")}\n`;
        else {
          mails.push({ to, raw: data });
          data = undefined;
          say("250 taken");
        }
        return;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === "RCPT") {
        to = /<(.*)>/.exec(line)?.[1] ?? "";
        say(refusing ? "550 nobody of that name: SECRET-WORDS" : "250 ok");
      } else if (verb === "DATA") {
        data = "";
        say("354 go on");
      } else if (verb === "QUIT") socket.end("221 bye\r\n");
      else say("250 ok");
    };
    socket.on("data", (chunk) => {
      const lines = (rest + chunk.toString("latin1")).split("\r\n");
      rest = lines.pop() ?? "";
      lines.forEach(take);
    });
    say("220 here");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (on: boolean) => {
      refusing = on;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The parts of a mail as people read them, its transfer encoding taken off. */
export function readMail({ raw }: ReceivedMail) {
  const subject = /^Subject: (.*(?:\n\s.*)*)/m.exec(raw)?.[1] ?? "";
  // A line may begin with two dashes of a token.
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? "";
  const parts = raw
    .split(`\n--${boundary}`)
    .slice(1)
    .map((part) => {
      const at = part.indexOf("\n\n");
      const encoding = /transfer-encoding: (.*)/i.exec(part)?.[1]?.trim();
      const body = part.slice(at + 2);
      return encoding === "base64"
        ? Buffer.from(body, "base64").toString()
        : encoding === "quoted-printable"
          ? Buffer.from(
              body
                .replace(/=\n/g, "")
                .replace(/=([0-9A-F]{2})/g, (_all, hex: string) =>
                  String.fromCharCode(Number.parseInt(hex, 16)),
                ),
              "latin1",
            ).toString()
          : body;
    });
  return { subject, text: parts[0] ?? "", html: parts[1] ?? "" };
}
