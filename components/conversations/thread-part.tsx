"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { memo, type RefObject, useEffect, useRef, useState } from "react";
import { MessageBubble } from "./message-bubble";
import { SystemLine } from "./system-line";
import type { Entry, Part } from "./to-entries";
import { UnpostedBubble } from "./unposted-bubble";

type Props = { part: Part; scroller: RefObject<HTMLElement | null>; isOpen: boolean };

/** A few dozen entries; while they are far from what is looked at only their room is kept. */
export const ThreadPart = memo(
  function ThreadPart({ part, scroller, isOpen }: Props) {
    const { element, height } = useNearness(scroller);
    return (
      <div ref={element} style={height === undefined ? undefined : { height }}>
        {height === undefined &&
          part.entries.map((entry) => <EntryLine key={entry.key} entry={entry} isOpen={isOpen} />)}
      </div>
    );
  },
  (before, now) => before.isOpen === now.isOpen && isSame(before.part, now.part),
);

function isSame(a: Part, b: Part) {
  return (
    a.entries.length === b.entries.length &&
    a.entries.every((entry, index) => isSameEntry(entry, b.entries[index]!))
  );
}

function isSameEntry(a: Entry, b: Entry) {
  if (a.key !== b.key || a.kind !== b.kind) return false;
  if (a.kind === "message" && b.kind === "message") {
    return (
      a.message === b.message &&
      a.place === b.place &&
      a.isFirst === b.isFirst &&
      a.isLast === b.isLast
    );
  }
  if (a.kind === "unposted" && b.kind === "unposted") return a.unposted === b.unposted;
  // Few, and they change with the conversation.
  return a.kind === "day" || a.kind === "new";
}

const nearness = "1500px 0px";

/** The height to keep while it is far from the window; undefined while it is near. */
function useNearness(scroller: RefObject<HTMLElement | null>) {
  const element = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState<number>();
  useEffect(() => {
    const part = element.current;
    if (!part) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1);
        if (!last) return;
        if (last.isIntersecting) setHeight(undefined);
        else if (!isInUse(part)) setHeight((known) => known ?? last.boundingClientRect.height);
      },
      { root: scroller.current, rootMargin: nearness },
    );
    observer.observe(part);
    return () => observer.disconnect();
  }, [scroller]);
  return { element, height };
}

/** Where the focus is, what is marked and what plays stays as it is. */
const isInUse = (part: HTMLElement) =>
  part.contains(document.activeElement) ||
  isMarked(part) ||
  [...part.querySelectorAll<HTMLMediaElement>("audio, video")].some((each) => !each.paused);

function isMarked(part: HTMLElement) {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(part, true);
}

function EntryLine({ entry, isOpen }: { entry: Entry; isOpen: boolean }) {
  const t = useTranslations("thread");
  switch (entry.kind) {
    case "day":
      return <DayLine at={entry.at} />;
    case "new":
      return (
        <p
          data-new
          className="flex items-center gap-3 pt-3 pb-1 font-semibold text-accent-strong text-xs"
        >
          <span aria-hidden className="h-px flex-1 bg-accent" />
          {t("new")}
          <span aria-hidden className="h-px flex-1 bg-accent" />
        </p>
      );
    case "message":
      return (
        <MessageBubble
          message={entry.message}
          at={entry.at}
          place={entry.place}
          isFirst={entry.isFirst}
          isLast={entry.isLast}
        />
      );
    case "unposted":
      return <UnpostedBubble unposted={entry.unposted} isOpen={isOpen} />;
    case "started":
    case "closed":
    case "marked":
      return <SystemLine entry={entry} />;
  }
}

function DayLine({ at }: { at: number }) {
  const t = useTranslations("message");
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const date = new Date(at);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  const words =
    date.toDateString() === now.toDateString()
      ? t("today")
      : date.toDateString() === yesterday.toDateString()
        ? t("yesterday")
        : format.dateTime(date, {
            weekday: "long",
            day: "numeric",
            month: "long",
            ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
          });
  return (
    <p className="flex items-center gap-3 pt-4 pb-2 text-ink-faint text-xs">
      <span aria-hidden className="h-px flex-1 bg-line" />
      <time dateTime={date.toISOString()}>{words}</time>
      <span aria-hidden className="h-px flex-1 bg-line" />
    </p>
  );
}
