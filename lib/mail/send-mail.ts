import { createTransport } from "nodemailer";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { once } from "@/lib/once";

export type Mail = {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
};

export const canMail = () => env().smtp !== undefined;

/** Never throws: why it failed stays in the log, but for what an admin may read of it. */
export async function sendMail(mail: Mail): Promise<"sent" | "unreachable" | "refused"> {
  try {
    await transport().sendMail({
      ...mail,
      from: env().smtp?.from,
      signal: AbortSignal.timeout(20_000),
    });
    return "sent";
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    log().warn({ code, responseCode }, "A mail could not be sent");
    return responseCode === undefined ? "unreachable" : "refused";
  }
}

const transport = () =>
  once("mail", () => {
    const { url = "" } = env().smtp ?? {};
    const { hostname } = new URL(url);
    return createTransport({
      url,
      // What it carries opens an account. Who has a relay of his own without TLS says so: smtp://relay?requireTLS=false
      requireTLS: !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname),
      disableFileAccess: true,
      disableUrlAccess: true,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 10_000,
    });
  });
