import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { answerClose, answerCloseOf } from "./close-call.ts";
import type { Conversations } from "./conversations.ts";
import type { Outcome } from "./envelopes.ts";
import { failure } from "./envelopes.ts";
import type { CallKind, Faults } from "./faults.ts";
import { takesEffect } from "./faults.ts";
import { asRecord, asText, parseJson } from "./field-checks.ts";
import type { Route } from "./find-route.ts";
import { findRoute } from "./find-route.ts";
import type { Projects } from "./projects.ts";
import { admits } from "./projects.ts";
import { answerRegister, answerUpdate } from "./register-call.ts";
import { answeredStatus, respond } from "./respond.ts";
import { answerSend } from "./send-call.ts";
import { answerStart } from "./start-call.ts";
import type { Webhooks } from "./webhooks.ts";

/** Long enough for the caller to have read the answer before the webhook about it arrives. */
const WEBHOOK_LAG_MS = 20;

interface Call {
  at: number;
  kind: CallKind | "unknown";
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** Parsed where it is JSON, else the text as it came. */
  body: unknown;
  /** Null when no answer was given. */
  status: number | null;
  /** How many calls of this kind and path were under way when it came, itself among them. */
  alongside: number;
}

export interface Habits {
  /** Whether the webhook about a call is posted after its answer or before it. */
  webhookTiming: "after" | "before";
  /** What a close answers when the user's last conversation is closed already. */
  whenNothingActive: 404 | 200;
}

interface Jelou {
  projects: Projects;
  conversations: Conversations;
  faults: Faults;
  webhooks: Webhooks;
  habits: Habits;
  closing: AbortSignal;
}

export function createCalls(jelou: Jelou) {
  const calls: Call[] = [];
  const underWay: Call[] = [];

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url: path = "", headers } = request;
    const raw = Buffer.concat(await request.toArray());
    const text = raw.toString();
    const body = parseJson(text) ?? text;
    const route = findRoute(method, path.split("?", 1)[0] ?? "");
    const kind = route?.kind ?? "unknown";
    const like = underWay.filter((each) => each.kind === kind && each.path === path);
    const alongside = like.length + 1;
    const call: Call = {
      at: Date.now(),
      kind,
      method,
      path,
      headers,
      body,
      status: null,
      alongside,
    };
    calls.push(call);
    underWay.push(call);
    response.once("close", () => underWay.splice(underWay.indexOf(call), 1));

    const fault = route && jelou.faults.takeForCall(route.kind, customerIn(body));
    const outcome =
      fault && "answerFor" in fault
        ? answerCloseOf(fault.answerFor, body, jelou.conversations)
        : decide(jelou, route, headers, raw, body);
    const events = takesEffect(fault) ? (outcome.effect?.() ?? []) : [];
    const tell = () => Promise.all(events.map(jelou.webhooks.announce));
    const answer = () => {
      call.status = answeredStatus(outcome, fault);
      return respond(response, outcome, fault, jelou.closing);
    };
    if (jelou.habits.webhookTiming === "before") {
      await tell();
      await answer();
    } else if (events.length === 0) {
      await answer();
    } else {
      const lag = () => sleep(WEBHOOK_LAG_MS, undefined, { signal: jelou.closing });
      await jelou.webhooks.track(answer().then(lag).then(tell));
    }
  }

  return { calls, take };
}

/** Closes and starts name him one way, messages the other. */
function customerIn(body: unknown): string {
  const { userId, user_id } = asRecord(body);
  return asText(userId ?? user_id);
}

function decide(
  { projects, conversations, habits }: Jelou,
  route: Route | undefined,
  headers: IncomingHttpHeaders,
  raw: Buffer,
  body: unknown,
): Outcome {
  if (!route) return failure(404, "Route not found");
  if (route.kind === "send") return answerSend(projects, headers, raw, body, conversations);
  const project = projects.get(route.projectId);
  if (!project || !admits(project, headers)) return failure(401, "Invalid credentials");
  switch (route.kind) {
    case "close":
      return answerClose(project, body, conversations, habits.whenNothingActive);
    case "start":
      return answerStart(project, body, conversations);
    case "register":
      return answerRegister(project, body);
    case "update":
      return answerUpdate(project, body);
  }
}
