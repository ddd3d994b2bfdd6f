import { expect, test } from "vitest";
import {
  closeCauses,
  closePhases,
  confirmationDueMs,
  describeClose,
} from "@/lib/conversations/describe-close";
import { type Close, closeStates } from "@/lib/conversations/schema";
import en from "@/lib/i18n/messages/en.json";
import es from "@/lib/i18n/messages/es.json";
import pt from "@/lib/i18n/messages/pt.json";

const now = 1_000_000;

const close = (change: Partial<Close>): Close => ({
  id: "c",
  conversationId: "k",
  state: "waiting",
  requestedBy: { id: "u", name: "U" },
  message: null,
  reason: null,
  note: null,
  bulkId: null,
  attempts: 0,
  lastStatus: null,
  lastError: null,
  requestedAt: now,
  dueAt: now,
  nextAttemptAt: null,
  settledAt: null,
  confirmedAt: null,
  ...change,
});

const failed = (state: Close["state"], code: string, change: Partial<Close> = {}) =>
  describeClose(close({ state, lastError: { code, message: "" }, ...change }), now);

test("each phase and each cause has its words in every language", () => {
  for (const messages of [es, en, pt]) {
    expect(Object.keys(messages.closing.phases).sort()).toEqual([...closePhases].sort());
    expect(Object.keys(messages.closing.causes).sort()).toEqual([...closeCauses].sort());
  }
});

test("every way out that is a dead end offers to mark it as closed", () => {
  for (const code of closeCauses) {
    expect(failed("refused", code).actions, code).toContain("mark");
    expect(failed("unknown", code).actions, code).toContain("mark");
  }
  expect(failed("superseded", "superseded").actions).toEqual(["mark"]);
});

test("every state has a phase, and only the good ones are told without alarm", () => {
  const tones = closeStates.map((state) => [state, describeClose(close({ state }), now).tone]);
  expect(Object.fromEntries(tones)).toEqual({
    waiting: "quiet",
    sending: "quiet",
    accepted: "good",
    confirmed: "good",
    refused: "bad",
    unknown: "bad",
    cancelled: "quiet",
    superseded: "bad",
  });
});

test("accepted without its webhook says so after two minutes, and not before", () => {
  const accepted = close({ state: "accepted", settledAt: now });
  expect(describeClose(accepted, now + confirmationDueMs).phase).toBe("accepted");
  expect(describeClose(accepted, now + confirmationDueMs + 1).phase).toBe("unconfirmed");
});

test("what Jelou finds wrong can be corrected, what its credentials lack only an admin can mend", () => {
  expect(failed("refused", "invalid").actions[0]).toBe("edit");
  expect(failed("refused", "unauthorized").actions[0]).toBe("admin");
  expect(failed("refused", "not_found").actions[0]).toBe("retry");
});

test("waiting for a retry, for Jelou's pause and for the end of undo are told apart", () => {
  expect(failed("unknown", "timeout", { nextAttemptAt: now + 15_000 }).phase).toBe("retrying");
  expect(failed("unknown", "timeout").phase).toBe("unknown");
  expect(failed("waiting", "rate_limited").phase).toBe("held");
  expect(describeClose(close({ state: "waiting" }), now).phase).toBe("undoable");
});

test("whatever keeps the desk from reaching Jelou is one cause to people", () => {
  expect(failed("refused", "unreachable_dns").cause).toBe("unreachable");
  expect(failed("refused", "unreachable_connection_refused").cause).toBe("unreachable");
});
