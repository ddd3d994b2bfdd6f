import fc from "fast-check";
import { expect, test } from "vitest";
import type { CallOutcome } from "@/lib/jelou/call-gateway";
import { afterSending, longestTry, timeForCall } from "@/lib/messages/next-send-state";

const accepted: CallOutcome = { kind: "accepted", status: 200, jelouConversationId: null };
const unclear: CallOutcome = { kind: "unclear", status: 500, code: "server_error", message: "No" };
const refused: CallOutcome = { kind: "refused", status: 404, code: "not_found", message: "No" };
const unreachable: CallOutcome = { kind: "unreachable", code: "dns", message: "" };
const limited = (retryAfterMs: number | null): CallOutcome => ({
  kind: "limited",
  status: 429,
  retryAfterMs,
  message: "",
});

const codeOf = (settled: { error: string | null }) =>
  settled.error === null ? null : (JSON.parse(settled.error) as { code: string }).code;

test.each<[string, CallOutcome, string, string | null]>([
  ["taken", accepted, "sent", null],
  ["no clear answer", unclear, "queued", "server_error"],
  ["refused", refused, "failed", "not_found"],
  ["unreachable", unreachable, "queued", "unreachable_dns"],
  ["limited", limited(null), "queued", "rate_limited"],
])("%s", (_name, outcome, state, code) => {
  const settled = afterSending({ attempts: 1, giveUpAt: 60_000 }, outcome, 500);
  expect([settled.state, codeOf(settled)]).toEqual([state, code]);
  expect(settled.next_attempt_at !== null).toBe(state === "queued");
});

test("what Jelou asks for is waited for, as far as the minute goes", () => {
  const next = (ms: number | null) =>
    afterSending({ attempts: 1, giveUpAt: 60_000 }, limited(ms), 0).next_attempt_at;
  expect([next(7_000), next(null), next(0), next(600_000)]).toEqual([7_000, 1_000, 1_000, 58_000]);
});

test("whatever Jelou answers and however long it takes, a message has its end within the minute", () => {
  const outcomes = fc.oneof(
    fc.constant(unclear),
    fc.constant(unreachable),
    fc.integer({ min: 0, max: 120_000 }).map(limited),
  );
  const answers = fc.infiniteStream(fc.tuple(outcomes, fc.nat(10_000)));
  fc.assert(
    fc.property(fc.nat(2_000_000_000), answers, (start, stream) => {
      const giveUpAt = start + longestTry;
      let now = start;
      let attempts = 0;
      for (const [outcome, took] of stream) {
        attempts += 1;
        const limit = timeForCall(giveUpAt, now, 10_000);
        now += Math.min(took, limit);
        expect(now).toBeLessThanOrEqual(giveUpAt);
        const settled = afterSending({ attempts, giveUpAt }, outcome, now);
        if (settled.state === "failed") return;
        expect(settled.next_attempt_at!).toBeGreaterThan(now);
        now = settled.next_attempt_at!;
        expect(attempts).toBeLessThan(30);
      }
    }),
    { numRuns: 500 },
  );
});

test("what a desk took up again after the minute has one whole attempt", () => {
  expect(timeForCall(60_000, 500_000, 10_000)).toBe(10_000);
  expect(afterSending({ attempts: 3, giveUpAt: 60_000 }, unclear, 505_000).state).toBe("failed");
  expect(afterSending({ attempts: 3, giveUpAt: 60_000 }, accepted, 505_000).state).toBe("sent");
});
