import { useTranslations } from "next-intl";
import { useCauseWords } from "@/components/closing/use-cause-words";
import type { Message } from "@/lib/conversations/schema";

/** What means something else here than at a close, and what only the desk itself says, by the code it says it with. */
const own = {
  unauthorized: "unauthorized",
  not_found: "not_found",
  no_secret: "no_secret",
  credentials_unreadable: "credentials_unreadable",
  closed: "closed",
  gone: "gone",
} as const;

const desk = {
  offline: "offline",
  unavailable: "offline",
  closed: "closed",
  archived: "archived",
  no_secret: "no_secret",
  conflict: "conflict",
  bad_input: "bad_input",
  too_large: "bad_input",
  unsupported: "bad_input",
  not_found: "not_yours",
  forbidden: "not_yours",
  too_many_requests: "busy",
} as const;

/** Why a message wasn't sent, or why the desk didn't take it, in plain words. */
export function useMessageCause() {
  const t = useTranslations("message.causes");
  const causeWords = useCauseWords();
  const of = <T extends object>(table: T, code: string) =>
    Object.hasOwn(table, code) ? table[code as keyof T] : undefined;
  return {
    /** Of one that the desk has and Jelou didn't take. */
    failed: (error: NonNullable<Message["error"]>) => {
      const word = of(own, error.code);
      return word ? t(word) : causeWords(error.code) || t("other");
    },
    /** Of one that the desk itself didn't take. */
    unposted: (error: NonNullable<Message["error"]>, isOpen: boolean) => {
      const word = of(desk, error.code) ?? "other";
      if (word === "archived") return causeWords("archived");
      return t(word === "conflict" && !isOpen ? "closed" : word);
    },
  };
}
