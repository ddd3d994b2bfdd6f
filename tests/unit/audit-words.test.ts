import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import { actionGroups } from "@/components/audit/action-groups";
import { type DetailWords, describeDetail } from "@/components/audit/describe-detail";
import { auditActions, auditResults } from "@/lib/audit/schema";
import { locales } from "@/lib/auth/schema";
import en from "@/lib/i18n/messages/en.json";
import es from "@/lib/i18n/messages/es.json";
import pt from "@/lib/i18n/messages/pt.json";

const messages = { es, en, pt };

const say = (locale: (typeof locales)[number], action: string, result: string) =>
  createTranslator({
    locale,
    messages: messages[locale],
    namespace: "audit",
    onError: (error) => {
      throw error;
    },
  }).markup(`actions.${action}` as "actions.user.created", {
    result,
    subject: (words) => `<${words}>`,
  });

test.each(locales)("every action has its sentence in %s, whatever came of it", (locale) => {
  const sentences = auditActions.map((action) => {
    for (const result of auditResults) {
      const sentence = say(locale, action, result);
      expect(sentence, action).toMatch(/^\p{Lu}/u);
      expect(sentence, action).not.toMatch(/[{}]|undefined/);
    }
    return say(locale, action, "done");
  });
  expect(new Set(sentences).size).toBe(auditActions.length);
});

test("an attempt is never said as if it had been done", () => {
  expect(say("es", "user.changed", "done")).toBe("Cambió el usuario <sin nombre>");
  expect(say("es", "user.changed", "refused")).toBe("Intentó cambiar el usuario <sin nombre>");
  expect(say("en", "close.asked", "failed")).toBe("Tried to close <a conversation>");
  expect(say("pt", "close.asked", "done")).toBe("Pediu para fechar <uma conversa>");
});

test("every action belongs to one group", () => {
  expect(Object.values(actionGroups).flat().toSorted()).toEqual([...auditActions].toSorted());
});

const words: DetailWords = {
  label: (key) => key.toUpperCase(),
  value: (_key, value) => (value === null ? "nothing" : String(value)),
  changed: "changed",
};

test("a detail is said part by part: from what to what, and what isn't shown as changed", () => {
  const detail = {
    changes: {
      role: { from: "agent", to: "admin" },
      password: {},
      autoClose: { from: null, to: 60 },
    },
    projectsAdded: ["p1", "p2"],
    filter: { from: 1, to: 2, action: ["user.created"] },
    times: 10,
  };
  expect(describeDetail(detail, words)).toEqual([
    { label: "ROLE", value: "agent → admin" },
    { label: "PASSWORD", value: "changed" },
    { label: "AUTOCLOSE", value: "nothing → 60" },
    { label: "PROJECTSADDED", value: "p1, p2" },
    { label: "FILTER", value: "FROM: 1 · TO: 2 · ACTION: user.created" },
    { label: "TIMES", value: "10" },
  ]);
});
