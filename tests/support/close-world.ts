import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { signalCloser } from "@/lib/conversations/outbox-signal";
import { db, installStore } from "@/lib/db/store";
import { type Asked, type Ending, type Facts, readDesk, tagStart } from "./close-facts.ts";
import type { Conversation } from "./jelou/conversations.ts";
import { closeEvent } from "./jelou/events.ts";
import type { CallFault } from "./jelou/faults.ts";
import { openDeskWithJelou } from "./jelou-desk.ts";
import { startPayload } from "./payloads.ts";
import { hire } from "./people.ts";
import { postWebhook } from "./post-webhook.ts";
import { findByJelouId } from "./records.ts";

const lateMs = 60;
const timeoutMs = 400;
/** A round of tries, and as many 429s as a story has steps. */
const mostTurns = 20;

type WithoutCall<Fault> = Fault extends unknown ? Omit<Fault, "on"> : never;
export const faults = {
  "taken, answered late": { delayMs: lateMs },
  "taken, connection lost": { reset: "after" },
  "taken, no answer": { hang: true },
  "taken, answered 500": { status: 500, effect: true },
  "taken, answered a page": { garbage: "html" },
  "lost on the way": { reset: "before" },
  "no answer": { hang: true, effect: false },
  "500": { status: 500 },
  "500 late": { status: 500, delayMs: lateMs },
  "401": { status: 401 },
  "401 late": { status: 401, delayMs: lateMs },
  "404": { status: 404 },
  "422": { status: 422 },
  "429": { status: 429, headers: { "Retry-After": "60" } },
} as const satisfies Record<string, WithoutCall<CallFault>>;
export type FaultName = keyof typeof faults;

export const webhookFaults = {
  lost: { lose: true },
  held: { outOfOrder: true },
  late: { delayMs: lateMs },
  twice: { duplicate: 1 },
} as const;
export type WebhookFaultName = keyof typeof webhookFaults;

const closeFault = (name: FaultName): CallFault => ({ on: "close", ...faults[name] });
const webhookFault = (name: WebhookFaultName) =>
  ({ on: "webhook", event: "conversation.close", ...webhookFaults[name] }) as const;

/** How Jelou is on that day, unless a fault of its own comes before. */
export type Weather = {
  webhookTiming: "before" | "after";
  whenNothingActive: 404 | 200;
  answer: FaultName | null;
  webhook: WebhookFaultName | null;
};

/** The real desk and the stand-in for Jelou; `meetCustomer` begins a story of its own among them. */
export async function openCloseWorld() {
  const { desk, sandbox, admin, agent, project, callsFor } = await openDeskWithJelou({
    JELOU_TIMEOUT_MS: String(timeoutMs),
  });
  const agents = [agent, await hire(admin, "agent", [project.id], "Beto Agente")] as const;
  let diedAt = 0;

  async function crash() {
    installStore(undefined);
    await desk.stop();
    diedAt = Date.now();
    await desk.start();
  }

  async function meetCustomer({ answer, webhook, ...habits }: Weather) {
    sandbox.faults.clear();
    Object.assign(sandbox, habits);
    if (answer) sandbox.faults.always(closeFault(answer));
    if (webhook) sandbox.faults.always(webhookFault(webhook));
    const userId = `user-${crypto.randomUUID()}`;
    const conversations: { jelou: Conversation; id: string }[] = [];
    const endings: Ending[] = [];
    const asked = new Map<string, Asked>();
    const posted = new Set<number>();
    let clicks = 0;

    const newest = () => conversations.at(-1)!.jelou;
    const pick = (which: number) => conversations.at(-1 - (which % conversations.length))!;

    async function begin() {
      const jelou = sandbox.startConversation({
        projectId: project.jelouProjectId,
        botId: "bot",
        userId,
      });
      await until("the desk hears of a start", () =>
        sandbox.deliveries.some(
          ({ body, status }) => body.timestamp === jelou.startedAt && status === 200,
        ),
      );
      conversations.push({ jelou, id: (await findByJelouId(jelou.id)).id });
    }

    async function beginAnew() {
      const jelou = newest();
      const startedAt = Date.now();
      const open = { status: "open", startedAt, closedAt: null, endedReason: null };
      Object.assign(jelou, open, { customerGot: null });
      const parts = { conversation: jelou.id, contact: userId, bot: "bot", at: startedAt };
      expect((await postWebhook(startPayload(parts))).status).toBe(200);
    }

    /** What Jelou has ended since the last look. */
    function noteEndings() {
      for (const { jelou } of conversations) {
        const { id, startedAt, closedAt, customerGot } = jelou;
        if (
          closedAt === null ||
          endings.some((each) => each.jelouId === id && each.closedAt === closedAt)
        )
          continue;
        const tag = customerGot?.type === "text" ? customerGot.text : null;
        endings.push({ jelouId: id, startedAt, closedAt, tag, payload: closeEvent(jelou).payload });
      }
    }

    const isTold = ({ jelouId, closedAt }: Ending) =>
      posted.has(closedAt) ||
      sandbox.deliveries.some(
        ({ body, status }) =>
          status === 200 &&
          body.event === "conversation.close" &&
          (body.conversation as { id: string }).id === jelouId &&
          body.timestamp === closedAt,
      );
    async function post(ending: Ending | undefined) {
      if (!ending) return;
      expect((await postWebhook(ending.payload)).status).toBe(200);
      posted.add(ending.closedAt);
    }
    const untold = () => endings.filter((each) => !isTold(each));

    /** Both sides of one moment. */
    async function facts(): Promise<Facts> {
      noteEndings();
      const jelou = [...endings];
      const told = new Set(endings.filter(isTold));
      const calls = callsFor(userId);
      const desk = await readDesk(conversations.map((each) => each.id));
      noteEndings();
      if (endings.length !== jelou.length) return facts();
      return { conversations, endings: jelou, told, asked, calls, ...desk };
    }

    async function isCalm() {
      const { closes, attempts } = await facts();
      // On a busy machine a call may run out of time before there is a connection: that one will never be seen.
      const sent = attempts.filter((each) => each.outcome !== "unreachable").length;
      return (
        callsFor(userId).length >= sent &&
        closes.every((each) => (each.next_attempt_at ?? Infinity) > Date.now())
      );
    }
    /** No call is on its way to Jelou and none is due. */
    const calm = () => until("no call is on its way", isCalm);

    /** Beyond that, all answers and webhooks that come have come. */
    async function quiet() {
      for (let seen = -1; seen !== sandbox.deliveries.length; ) {
        seen = sandbox.deliveries.length;
        await until("no call is under way", async () => {
          const { closes } = await facts();
          const sending = closes.some((each) => each.state === "sending" && each.sent_at! > diedAt);
          return !sending && (await isCalm());
        });
        await sandbox.settle();
      }
      noteEndings();
    }

    async function close(which: number, by: (0 | 1)[], undoMs: number) {
      const { jelou, id } = pick(which);
      const tries = by.map(async (who) => {
        clicks += 1;
        const tag = `${tagStart({ jelouId: jelou.id, startedAt: jelou.startedAt })}${clicks}`;
        const message = { type: "text", text: tag };
        const { status, body } = await agents[who].post(`/api/conversations/${id}/close`, {
          message,
          undoMs,
        });
        expect([202, 409], JSON.stringify(body)).toContain(status);
        if (status === 202) asked.set(tag, { closeId: body.close.id, retries: 0 });
      });
      await Promise.all(tries);
    }

    /** On the latest close or, now and then, the one before it. */
    async function onClose(which: number, verb: "cancel" | "retry") {
      const { closes } = await facts();
      const close = closes.at(-1 - which);
      if (!close) return;
      const { status } = await agents[0].post(`/api/closes/${close.id}/${verb}`);
      expect([200, 202, 409]).toContain(status);
      const known = [...asked.values()].find((each) => each.closeId === close.id);
      if (status === 202 && known) known.retries += 1;
    }

    /** Whether by a planned attempt or by the end of a lease, what waits is due now. */
    async function timePasses() {
      const ofActive = () =>
        db()
          .updateTable("closes")
          .where("active", "=", 1)
          .where(
            "conversation_id",
            "in",
            conversations.map((each) => each.id),
          );
      const past = Date.now() - 1;
      await ofActive()
        .set({ next_attempt_at: past })
        .where("next_attempt_at", "is not", null)
        .execute();
      await ofActive().set({ lease_until: past }).where("state", "=", "sending").execute();
      signalCloser();
    }

    const goesOn = async () => (await facts()).closes.some((close) => close.active);

    return {
      begin,
      facts,
      quiet,
      close,
      undo: (which: number) => onClose(which, "cancel"),
      retry: (which: number) => onClose(which, "retry"),
      async mark(which: number) {
        const path = `/api/conversations/${pick(which).id}/mark-closed`;
        const { status } = await agents[1].post(path, { note: "Por teléfono" });
        expect([200, 409]).toContain(status);
      },
      write: () =>
        void sandbox.customerWrites(newest().id, { type: "text", content: { body: "Hola" } }),
      nextAnswer: (name: FaultName) => sandbox.faults.next(closeFault(name)),
      nextWebhook: (name: WebhookFaultName) => sandbox.faults.next(webhookFault(name)),
      postUntold: (which: number) => {
        noteEndings();
        const waiting = untold();
        return post(waiting[which % waiting.length]);
      },
      timePasses,
      end: () => sandbox.expire(newest().id),
      async comeBack(anew: boolean) {
        // The one race nobody can close: a call names no conversation, so one that is on its way while a newer one begins
        // ends that. For the same reason a start is never withheld.
        await calm();
        sandbox.expire(newest().id);
        noteEndings();
        await sleep(2);
        await (anew ? beginAnew() : begin());
      },
      crash,
      /** Jelou takes the call and the process that made it dies. */
      async crashInCall(which: number) {
        sandbox.faults.next(closeFault("taken, no answer"));
        await close(which, [0], 0);
        await calm();
        await crash();
      },
      restart: () => desk.restart(),
      /** Nobody does anything more; the weather clears, and then Jelou tells what it hasn't, or stays as it is. */
      async comeToRest(clears: boolean) {
        if (clears) sandbox.faults.clear();
        await quiet();
        if (clears) for (const ending of untold()) await post(ending);
        for (let turn = 0; turn < mostTurns && (await goesOn()); turn += 1) {
          await timePasses();
          await quiet();
        }
      },
    };
  }

  return { meetCustomer };
}

async function until(what: string, holds: () => boolean | Promise<boolean>) {
  const limit = Date.now() + 8_000;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`It never came to this: ${what}.`);
    await sleep(3);
  }
}
