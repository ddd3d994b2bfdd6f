import { setTimeout as sleep } from "node:timers/promises";
import type { Announcement } from "./events.ts";
import type { Faults } from "./faults.ts";
import type { Project, Projects } from "./projects.ts";
import { sign } from "./sign.ts";

/** What Jelou's pages give a sister channel; this one's own limit is not documented. */
const PATIENCE_MS = 20_000;

interface Delivery {
  at: number;
  projectId: string;
  body: Record<string, unknown>;
  /** Null until the desk has answered. */
  status: number | null;
  error: string | null;
}

export type Webhooks = ReturnType<typeof createWebhooks>;

export function createWebhooks(projects: Projects, faults: Faults, closing: AbortSignal) {
  const deliveries: Delivery[] = [];
  const pending = new Set<Promise<unknown>>();
  const lastOf = new Map<string, Promise<void>>();
  const held: (() => Promise<void>)[] = [];

  function track<T>(work: Promise<T>): Promise<T> {
    pending.add(work);
    const forget = () => pending.delete(work);
    work.then(forget, forget);
    return work;
  }

  async function post(project: Project, event: Announcement, secret: string): Promise<void> {
    if (!project.webhookUrl) return;
    const body = Buffer.from(JSON.stringify(event.payload));
    const headers: Record<string, string> = {
      "Content-Type": "application/json",
      "X-Jelou-Signature": sign(secret, body),
    };
    if (project.header) headers[project.header.name] = project.header.value;
    const delivery: Delivery = {
      at: Date.now(),
      projectId: project.id,
      body: event.payload,
      status: null,
      error: null,
    };
    deliveries.push(delivery);
    try {
      const signal = AbortSignal.any([closing, AbortSignal.timeout(PATIENCE_MS)]);
      const init: RequestInit = { method: "POST", headers, body, redirect: "manual", signal };
      const response = await fetch(project.webhookUrl, init);
      await response.arrayBuffer();
      delivery.status = response.status;
    } catch (cause) {
      delivery.error = describe(cause);
    }
  }

  async function postThenReleaseHeld(copies: (() => Promise<void>)[]): Promise<void> {
    for (const copy of copies) await copy();
    for (const late of held.splice(0)) await late();
  }

  /** Events of one conversation go out one after the other, unless a fault says otherwise. */
  function announce(event: Announcement): Promise<void> {
    const project = projects.get(event.projectId);
    const fault = faults.takeForWebhook(event.name);
    if (!project || (fault && "lose" in fault)) return Promise.resolve();
    const forged = fault && "badSignature" in fault;
    const send = () => post(project, event, forged ? "not-the-secret" : project.signingSecret);
    if (fault && "outOfOrder" in fault) {
      held.push(send);
      return Promise.resolve();
    }
    if (fault && "delayMs" in fault) {
      const wait = sleep(fault.delayMs, undefined, { signal: closing });
      return track(wait.then(() => postThenReleaseHeld([send]), ignoreClosing));
    }
    const copies = 1 + (fault && "duplicate" in fault ? fault.duplicate : 0);
    const before = lastOf.get(event.conversationId) ?? Promise.resolve();
    const work = before.then(() => postThenReleaseHeld(Array(copies).fill(send)));
    lastOf.set(event.conversationId, work);
    return track(work);
  }

  async function settle(): Promise<void> {
    while (pending.size > 0) await Promise.allSettled(pending);
  }

  return { deliveries, announce, track, settle };
}

function ignoreClosing(): void {
  // The sandbox closed before the delay was over: there is nobody left to tell.
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
}
