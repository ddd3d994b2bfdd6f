import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Habits } from "./calls.ts";
import { createCalls } from "./calls.ts";
import { createControlPage } from "./control-page.ts";
import type { ChatMessage, Conversation, Opening } from "./conversations.ts";
import { createConversations, endConversation, isOpen } from "./conversations.ts";
import { createCustomers } from "./customers.ts";
import { failureBody } from "./envelopes.ts";
import type { StartDetails } from "./events.ts";
import { closeEvent, messageEvent, startEvent } from "./events.ts";
import type { CallKind } from "./faults.ts";
import { createFaults } from "./faults.ts";
import { sendMedia } from "./media.ts";
import type { Project, ProjectInput } from "./projects.ts";
import { addProject } from "./projects.ts";
import { sendJson } from "./respond.ts";
import { createWebhooks } from "./webhooks.ts";

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

export interface StartConversation extends Opening, StartDetails {
  projectId: string;
  /** Jelou knows of it and the desk is never told. */
  silent?: boolean;
}

export interface CustomerMessage {
  type: string;
  content: Record<string, unknown>;
}

/** A stand-in for Jelou that keeps its documented contract over HTTP, on loopback only. */
export async function startSandbox(options: { port?: number; host?: "127.0.0.1" } = {}) {
  const habits: Habits = { webhookTiming: "after", whenNothingActive: 404 };
  const projects = new Map<string, Project>();
  const conversations = createConversations();
  const faults = createFaults();
  const closing = new AbortController();
  const webhooks = createWebhooks(projects, faults, closing.signal);
  const jelou = { habits, projects, conversations, faults, webhooks, closing: closing.signal };
  const { calls, take } = createCalls(jelou);

  const server = createServer((request, response) => {
    handle(request, response).catch((cause) => {
      if (response.headersSent || closing.signal.aborted) return;
      sendJson(response, 500, failureBody(500, String(cause)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function known(id: string): Conversation {
    const conversation = conversations.get(id);
    if (!conversation) throw new Error(`The sandbox knows no conversation ${id}`);
    return conversation;
  }

  function startConversation(input: StartConversation): Conversation {
    const { projectId, silent, initialMessage, metadata, assignment } = input;
    const project = projects.get(projectId);
    if (!project) throw new Error(`The sandbox knows no project ${projectId}`);
    const conversation = conversations.open(project, input);
    const event = startEvent(conversation, { initialMessage, metadata, assignment });
    if (!silent) void webhooks.announce(event);
    return conversation;
  }

  function customerWrites(
    conversationId: string,
    message: CustomerMessage,
    { at = Date.now(), id = randomUUID() as string } = {},
  ): ChatMessage {
    const conversation = known(conversationId);
    const written: ChatMessage = { id, from: "customer", ...message, at };
    conversation.messages.push(written);
    void webhooks.announce(messageEvent(conversation, written));
    return written;
  }

  /** Jelou closes it by itself. */
  function expire(conversationId: string, reason = "EXPIRED", { at = Date.now() } = {}): void {
    const conversation = known(conversationId);
    if (!isOpen(conversation)) return;
    endConversation(conversation, reason, null, at);
    void webhooks.announce(closeEvent(conversation));
  }

  const desk = { projects, conversations, startConversation, customerWrites, expire };
  const customers = createCustomers({ ...desk, url, settle: webhooks.settle });
  const control = createControlPage({ ...desk, faults });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    if (path.startsWith("/media/")) sendMedia(path, response);
    else if (path === "/" || path.startsWith("/control/")) await control(request, response);
    else await take(request, response);
  }

  async function close(): Promise<void> {
    customers.stop();
    closing.abort();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await webhooks.settle();
  }

  return Object.assign(habits, {
    url,
    gatewayUrl: `${url}/jelouapi/v1`,
    messagesUrl: `${url}/v1/external-support/webhook`,
    addProject: (input: ProjectInput) => addProject(projects, input),
    project: (id: string) => projects.get(id),
    startConversation,
    customerWrites,
    expire,
    conversation: (id: string) => conversations.get(id),
    conversations: () => conversations.all(),
    calls,
    callsTo: (kind: CallKind) => calls.filter((call) => call.kind === kind),
    deliveries: webhooks.deliveries,
    settle: webhooks.settle,
    faults,
    customers,
    close,
  });
}
