"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useLayoutEffect, useMemo, useRef } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { threadQuery } from "@/lib/conversations/query";
import type { Conversation } from "@/lib/conversations/schema";
import { MessageBubble } from "./message-bubble";
import { SystemLine } from "./system-line";
import { type Entry, toEntries } from "./to-entries";

type Props = { id: string; conversation: Conversation | undefined };

export function Thread({ id, conversation }: Props) {
  const t = useTranslations("thread");
  const thread = useInfiniteQuery(threadQuery(id));
  const entries = useMemo(() => {
    const messages = thread.data?.pages.toReversed().flatMap((page) => page.items) ?? [];
    return toEntries(messages, conversation, !thread.hasNextPage);
  }, [thread.data, thread.hasNextPage, conversation]);
  const scroller = useSteadyScroll(entries.length, entries.at(-1)?.key);

  if (thread.isPending) {
    return (
      <div
        role="status"
        aria-label={t("loading")}
        className="flex flex-1 flex-col justify-end gap-3 p-4"
      >
        <Skeleton className="h-10 w-1/2" />
        <Skeleton className="h-16 w-2/3" />
        <Skeleton className="h-10 w-2/5" />
      </div>
    );
  }
  if (thread.isError && entries.length === 0) {
    return (
      <EmptyState
        icon={<CloudOff size={28} />}
        title={t("failed")}
        action={<Button onPress={() => void thread.refetch()}>{t("tryAgain")}</Button>}
      />
    );
  }
  return (
    <div
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-label={t("messages")}
      className="flex min-h-0 flex-1 flex-col overflow-y-auto px-3 py-4 -outline-offset-2 sm:px-6"
    >
      {thread.hasNextPage && (
        <div className="flex justify-center pb-4">
          <Button
            size="small"
            isPending={thread.isFetchingNextPage}
            onPress={() => void thread.fetchNextPage()}
          >
            {t("loadEarlier")}
          </Button>
        </div>
      )}
      <ol className="mx-auto flex w-full max-w-180 flex-1 flex-col justify-end gap-2">
        {entries.map((entry) => (
          <EntryLine key={entry.key} entry={entry} />
        ))}
      </ol>
    </div>
  );
}

function EntryLine({ entry }: { entry: Entry }) {
  const format = useFormatter();
  switch (entry.kind) {
    case "day":
      return (
        <li className="flex items-center gap-3 py-2 text-ink-faint text-xs">
          <span aria-hidden className="h-px flex-1 bg-line" />
          {format.dateTime(entry.at, { weekday: "long", day: "numeric", month: "long" })}
          <span aria-hidden className="h-px flex-1 bg-line" />
        </li>
      );
    case "message":
      return <MessageBubble message={entry.message} />;
    case "started":
    case "closed":
    case "marked":
      return <SystemLine entry={entry} />;
  }
}

/** Stays at the end when it is there, and where it was when earlier messages come in above. */
function useSteadyScroll(count: number, lastKey: string | undefined) {
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef({ height: 0, lastKey: undefined as string | undefined, atEnd: true });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || count === 0) return;
    const { height, lastKey: lastBefore, atEnd } = before.current;
    if (atEnd || height === 0) element.scrollTop = element.scrollHeight;
    else if (lastBefore === lastKey) element.scrollTop += element.scrollHeight - height;
    before.current = { height: element.scrollHeight, lastKey, atEnd: isAtEnd(element) };
    const onScroll = () => {
      before.current.atEnd = isAtEnd(element);
      before.current.height = element.scrollHeight;
    };
    // Pictures grow after they have been laid out.
    const onLoad = () => {
      if (before.current.atEnd) element.scrollTop = element.scrollHeight;
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    element.addEventListener("load", onLoad, { capture: true });
    return () => {
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener("load", onLoad, { capture: true });
    };
  }, [count, lastKey]);
  return scroller;
}

const isAtEnd = (element: HTMLElement) =>
  element.scrollHeight - element.scrollTop - element.clientHeight < 48;
