"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { usePresence } from "@/lib/presence/client";
import type { Present } from "@/lib/presence/schema";
import { Avatar } from "./avatar";

type Props = {
  conversationId: string;
  /** What stands there while nobody types. */
  children: ReactNode;
};

const mostShown = 3;
/** Who reads by ear is told no more often than this. */
const sayEveryMs = 5_000;

/** Who else looks at the conversation, and who is typing in it. */
export function PresenceLine({ conversationId, children }: Props) {
  const t = useTranslations("presence");
  const format = useFormatter();
  const people = usePresence(conversationId);
  const typing = people.filter(({ state }) => state === "typing");
  const looking = people.filter(({ state }) => state === "viewing");
  const names = (some: Present[]) => ({
    names: format.list(some.map(({ user }) => user.name)),
    count: some.length,
  });
  const words = [
    typing.length > 0 && t("typing", names(typing)),
    looking.length > 0 && t("viewing", names(looking)),
  ].filter((each) => each !== false);
  const said = usePaced(words.join(" "));
  return (
    <>
      {typing.length > 0 ? (
        <span aria-hidden className="truncate font-medium text-accent-strong">
          {t("typing", names(typing))}
        </span>
      ) : (
        children
      )}
      {looking.length > 0 && (
        <span
          aria-hidden
          title={t("viewing", names(looking))}
          className="flex max-w-1/2 shrink-0 items-center gap-1.5"
        >
          {looking.slice(0, mostShown).map(({ user }) => (
            <span key={user.id} className="flex min-w-0 items-center gap-1">
              <Avatar name={user.name} />
              {looking.length === 1 && typing.length === 0 && (
                <span className="hidden truncate sm:inline">{user.name}</span>
              )}
            </span>
          ))}
          {looking.length > mostShown && `+${looking.length - mostShown}`}
        </span>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}

/** The words, at most so often new ones. */
function usePaced(words: string) {
  const [said, setSaid] = useState("");
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + sayEveryMs - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      setSaid(words);
    }, wait);
    return () => clearTimeout(timer);
  }, [words]);
  return said;
}
