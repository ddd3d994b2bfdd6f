import { expect } from "@playwright/test";
import type { ClosePhase } from "@/lib/conversations/describe-close";
import { openDatabase } from "./e2e-database.ts";
import type { Desk } from "./e2e-desk.ts";
import type { Shop } from "./e2e-shop.ts";
import type { CallFault } from "./jelou/faults.ts";

/** A customer for each phase, called by it, whose conversation has come to it by what Jelou, people and time do. */
export async function reachAllPhases(desk: Desk, shop: Shop) {
  const { faults } = shop.jelou;
  const database = openDatabase(desk);

  async function close(phase: ClosePhase, { undoMs = 0, fault = {} as Partial<CallFault> } = {}) {
    const customer = await shop.greet(phase);
    if (Object.keys(fault).length > 0)
      faults.always({ on: "close", userId: customer.user.id, ...fault } as CallFault);
    await shop.closeFromAfar(customer.id, { undoMs });
    const { close: planned } = await shop.onDesk(customer.id);
    return { customer, closeId: planned?.id ?? "" };
  }

  const becomes = (jelouId: string, state: string) =>
    expect.poll(async () => (await shop.onDesk(jelouId)).close?.state).toBe(state);

  const undoMs = 10_000;
  const validationError = { "redirectPayload.text": ["El texto no puede llevar enlaces."] };
  const reach: Record<ClosePhase, () => Promise<unknown>> = {
    undoable: async () => {
      const { closeId } = await close("undoable", { undoMs });
      database.moveAttempt(closeId, 90_000);
    },
    held: () => close("held", { fault: { status: 429, headers: { "Retry-After": "60" } } }),
    sending: async () => {
      const { closeId } = await close("sending", { fault: { hang: true, effect: false } });
      await expect.poll(() => database.holdCall(closeId), { intervals: [20] }).toBe(true);
    },
    accepted: async () => becomes((await close("accepted")).customer.id, "accepted"),
    unconfirmed: async () => {
      const { customer, closeId } = await close("unconfirmed");
      await becomes(customer.id, "accepted");
      database.makeOlder(closeId, 121_000);
    },
    confirmed: async () => becomes((await close("confirmed")).customer.id, "confirmed"),
    closedElsewhere: async () => {
      const { customer } = await close("closedElsewhere", { undoMs });
      shop.jelou.expire(customer.id);
      await becomes(customer.id, "confirmed");
    },
    refused: async () => {
      const body = { message: "Validation failed", status: 0, validationError };
      const { customer } = await close("refused", { fault: { status: 422, body } });
      await becomes(customer.id, "refused");
    },
    retrying: async () => {
      const { customer, closeId } = await close("retrying", { fault: { status: 500 } });
      await becomes(customer.id, "unknown");
      database.moveAttempt(closeId, 90_000);
    },
    unknown: async () => {
      const { customer, closeId } = await close("unknown", { fault: { status: 500 } });
      for (let attempt = 1; attempt <= 5; attempt += 1) {
        await expect
          .poll(async () => (await shop.onDesk(customer.id)).close)
          .toMatchObject({ attempts: attempt, state: "unknown" });
        if (attempt < 5) database.moveAttempt(closeId, 0);
      }
    },
    cancelled: async () => {
      const { closeId } = await close("cancelled", { undoMs });
      await desk.admin.call("POST", `/api/closes/${closeId}/cancel`);
    },
    superseded: async () => {
      const { customer, closeId } = await close("superseded", { undoMs });
      await shop.greet("la más nueva", { userId: customer.user.id });
      database.moveAttempt(closeId, 0);
      await becomes(customer.id, "superseded");
    },
    doubtful: async () => {
      const { customer, closeId } = await close("doubtful", { fault: { status: 500 } });
      await becomes(customer.id, "unknown");
      await shop.greet("otra más nueva", { userId: customer.user.id });
      database.moveAttempt(closeId, 0);
      await becomes(customer.id, "superseded");
    },
  };
  const { accepted, unconfirmed, ...others } = reach;
  await Promise.all(Object.values(others).map((each) => each()));
  // For all that come after it: Jelou's confirmations are lost.
  faults.always({ on: "webhook", event: "conversation.close", lose: true });
  await Promise.all([accepted(), unconfirmed()]);
}
