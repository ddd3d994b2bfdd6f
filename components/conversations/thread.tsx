"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDown, CloudOff } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { Conversation, Message } from "@/lib/conversations/schema";
import { unpostedQuery } from "@/lib/messages/client";
import { listPictures } from "./list-pictures";
import { OpenPicture } from "./message-media";
import { ThreadPart } from "./thread-part";
import { findFirstUnread, toEntries, toParts } from "./to-entries";
import { useThreadPages, useTrim } from "./use-thread-pages";
import { useThreadScroll } from "./use-thread-scroll";

const Lightbox = dynamic(() => import("./lightbox").then((module) => module.Lightbox), {
  loading: () => null,
});

type Props = {
  id: string;
  conversation: Conversation | undefined;
  /** How much of it was unread when it was opened; undefined while that isn't known. */
  unread: number | undefined;
};

export function Thread({ id, conversation, unread }: Props) {
  const t = useTranslations("thread");
  const { thread, pages, messages, loadEarlier } = useThreadPages(id);
  const { data: unposted } = useQuery(unpostedQuery(id));
  const firstUnreadId = useUnreadMark(thread.data ? messages : undefined, unread);
  const isWhole = !thread.hasNextPage;
  const parts = useMemo(
    () => toParts(toEntries({ pages, conversation, isWhole, firstUnreadId, unposted })),
    [pages, conversation, isWhole, firstUnreadId, unposted],
  );
  const isReady = !thread.isPending && parts.length > 0 && unread !== undefined;
  const { scroller, content, isAtEnd, toEnd } = useThreadScroll({
    isReady,
    onNearTop: () => thread.isError || loadEarlier(),
  });
  useTrim(id, isAtEnd, pages.length);
  useFollowOwn(unposted.length, toEnd);
  const arrived = useArrived(messages, isAtEnd);
  const [pictureId, setPictureId] = useState<string>();

  if (thread.isError && parts.length === 0) {
    return (
      <EmptyState
        icon={<CloudOff size={28} />}
        title={t("failed")}
        action={<Button onPress={() => void thread.refetch()}>{t("tryAgain")}</Button>}
      />
    );
  }
  if (!isReady) return <LoadingThread />;
  return (
    <OpenPicture value={setPictureId}>
      <div className="relative flex min-h-0 flex-1 flex-col">
        <div
          ref={scroller}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          role="log"
          aria-label={t("messages")}
          // What is loaded or drawn again while one looks back is no news.
          aria-live={isAtEnd ? "polite" : "off"}
          className="min-h-0 flex-1 overflow-y-auto px-3 -outline-offset-2 [overflow-anchor:none] sm:px-6"
        >
          <div
            ref={content}
            className="mx-auto flex min-h-full w-full max-w-180 flex-col justify-end py-4"
          >
            {thread.hasNextPage && (
              <div className="flex flex-wrap items-center justify-center gap-2 pb-2">
                {thread.isFetchNextPageError && (
                  <span role="alert" className="text-alert text-sm">
                    {t("earlierFailed")}
                  </span>
                )}
                <Button size="small" isPending={thread.isFetchingNextPage} onPress={loadEarlier}>
                  {t("loadEarlier")}
                </Button>
              </div>
            )}
            {parts.map((part) => (
              <ThreadPart
                key={part.key}
                part={part}
                scroller={scroller}
                isOpen={conversation?.status === "open"}
              />
            ))}
          </div>
        </div>
        {!isAtEnd && <ToEnd arrived={arrived} onPress={toEnd} />}
      </div>
      {pictureId !== undefined && (
        <Lightbox
          pictures={listPictures(messages)}
          shownId={pictureId}
          onShow={setPictureId}
          onClose={() => setPictureId(undefined)}
        />
      )}
    </OpenPicture>
  );
}

function LoadingThread() {
  const t = useTranslations("thread");
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

function ToEnd({ arrived, onPress }: { arrived: number; onPress: () => void }) {
  const t = useTranslations("thread");
  return (
    <div className="absolute inset-x-0 bottom-3 flex justify-center">
      <Button
        size={arrived > 0 ? "small" : "icon"}
        look={arrived > 0 ? "primary" : "secondary"}
        {...(arrived > 0 ? {} : { "aria-label": t("toEnd") })}
        onPress={onPress}
      >
        <ArrowDown size={16} aria-hidden />
        {arrived > 0 && t("arrived", { count: arrived })}
      </Button>
      <span role="status" className="sr-only">
        {arrived > 0 && t("arrived", { count: arrived })}
      </span>
    </div>
  );
}

/** The line before what was new when it was opened; what comes later moves it no more. */
function useUnreadMark(messages: Message[] | undefined, unread: number | undefined) {
  const mark = useRef<{ last: string | undefined; found: string | undefined }>(undefined);
  if (messages && unread !== undefined) {
    mark.current ??= { last: messages.at(-1)?.id, found: undefined };
    const { last, found } = mark.current;
    if (found === undefined && unread > 0) {
      const end = messages.findLastIndex((message) => message.id === last);
      mark.current.found = findFirstUnread(messages.slice(0, end + 1), unread);
    }
  }
  return mark.current?.found;
}

/** Whoever writes something wants to see it. */
function useFollowOwn(count: number, toEnd: () => void) {
  const before = useRef(count);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one more is what it is about
  useEffect(() => {
    if (count > before.current) toEnd();
    before.current = count;
  }, [count]);
}

/** How much others have said since one left the end. */
function useArrived(messages: Message[], isAtEnd: boolean) {
  const { id: me } = useAccount();
  const seen = useRef<string>(undefined);
  const last = messages.at(-1)?.id;
  if (isAtEnd || seen.current === undefined) seen.current = last;
  if (isAtEnd || seen.current === last) return 0;
  const from = messages.findLastIndex((message) => message.id === seen.current);
  return messages.slice(from + 1).filter(({ author }) => author?.id !== me).length;
}
