import * as z from "zod";
import {
  askGateway,
  type CallOutcome,
  type Gateway,
  parseAnswer,
  readOutcome,
} from "./call-gateway";
import type { ExtraHeader } from "./verify-signature";

type AuthType = "no_auth" | "bearer" | "api_key" | "basic";

/** `confirmed`: the answer names the authType that was asked for. Some of Jelou's pages know of none. */
type Accepted = { kind: "accepted"; status: number; confirmed: boolean };
type Failed = Exclude<CallOutcome, { kind: "accepted" }>;

type Registration<Header> = {
  webhookUrl: string;
  header: Header;
  /** Secrets of the project that Jelou may know and that no words of its may show. */
  hidden?: string[];
};

/**
 * Registers the webhook address and the header that Jelou is to send with each event. The signing secret is in this
 * answer and in no other: without it the outcome is unclear, though Jelou may well have registered.
 */
export async function createIntegration(
  gateway: Gateway,
  { webhookUrl, header, hidden }: Registration<ExtraHeader | null>,
): Promise<(Accepted & { signingSecret: string }) | Failed> {
  const call = { webhookUrl, ...authOf(header) };
  const { outcome, answer } = await send(gateway, "POST", call, [200, 201], hidden);
  if (outcome.kind !== "accepted") return outcome;
  const { status } = outcome;
  const { signingSecret } = answer;
  if (signingSecret === undefined)
    return { kind: "unclear", status, code: "no_secret", message: "" };
  return { kind: "accepted", status, signingSecret, confirmed: answer.authType === call.authType };
}

/** Changes what is given and leaves the rest; without `header` what Jelou sends stays as it is. The secret never changes. */
export async function changeIntegration(
  gateway: Gateway,
  { webhookUrl, header, hidden }: Registration<ExtraHeader | null | undefined>,
): Promise<Accepted | Failed> {
  const auth = header === undefined ? {} : authOf(header);
  const call = { webhookUrl, ...auth };
  const { outcome, answer } = await send(gateway, "PATCH", call, [200, 204], hidden);
  if (outcome.kind !== "accepted") return outcome;
  const confirmed = !("authType" in auth) || answer.authType === auth.authType;
  return { kind: "accepted", status: outcome.status, confirmed };
}

const failed = ["failed", "error"];

async function send(
  gateway: Gateway,
  method: "POST" | "PATCH",
  body: { webhookUrl: string; authorization?: string },
  statuses: number[],
  hidden: string[] = [],
) {
  const { result, secrets } = await askGateway(gateway, "", body, method);
  const answer = readAnswer(result.answer && parseAnswer(result.answer));
  const { authorization = "" } = body;
  const unseen = [
    ...secrets,
    ...hidden,
    authorization,
    authorization.replace(/^.*?:/, ""),
    answer.signingSecret ?? "",
  ];
  const outcome = readOutcome(result, unseen, {
    belies: (state) => failed.includes(state),
    anyBody: method === "PATCH",
    statuses,
  });
  return { outcome, answer };
}

/**
 * The bare token or key. Of `basic` nobody says whether Jelou wants the pair as it is or in base64: it gets it as it is,
 * and whatever Jelou makes of it is known on arrival (`verifyExtraHeader`).
 */
function authOf(header: ExtraHeader | null): { authType: AuthType; authorization?: string } {
  switch (header?.kind) {
    case undefined:
      return { authType: "no_auth" };
    case "bearer":
      return { authType: "bearer", authorization: header.token };
    case "api-key":
      return { authType: "api_key", authorization: header.apiKey };
    case "basic":
      return { authType: "basic", authorization: `${header.username}:${header.password}` };
  }
}

const fields = z.object({
  signingSecret: z.string().trim().min(1).max(2000).optional().catch(undefined),
  authType: z.string().optional().catch(undefined),
});

/** One of Jelou's pages shows the fields bare, its other calls have them under `data`. */
const registered = fields.extend({ data: fields.optional().catch(undefined) });

function readAnswer(answer: unknown): z.infer<typeof fields> {
  const { data, ...bare } = registered.safeParse(answer).data ?? {};
  return {
    signingSecret: bare.signingSecret ?? data?.signingSecret,
    authType: bare.authType ?? data?.authType,
  };
}
