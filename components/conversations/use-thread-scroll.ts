"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";

type Options = {
  /** Whether there is something to stand at. */
  isReady: boolean;
  /** Asked each time one has come near the top. */
  onNearTop: () => void;
};

/** So long a swing of the wheel or a key goes on after one has said where to go instead. */
const swingMs = 300;

type Hold = {
  scrollTop: number;
  atEnd: boolean;
  /** What is seen first, and where, when it isn't the end that is held. */
  anchor?: { element: Element; top: number } | undefined;
};

/**
 * Opens at what is new, else at the end. Stays at the end when it is there, else keeps what is seen where it is, whatever
 * grows or comes in around it. Done by hand, since not every browser anchors, and none does at the very top.
 */
export function useThreadScroll({ isReady, onNearTop }: Options) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const hold = useRef<Hold>({ scrollTop: 0, atEnd: true });
  const calmAt = useRef(0);
  const [isAtEnd, setAtEnd] = useState(true);
  const nearTop = useRef(onNearTop);
  useEffect(() => {
    nearTop.current = onNearTop;
  });

  useLayoutEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (!isReady || !box || !inner) return;

    const look = () => {
      if (performance.now() < calmAt.current) box.scrollTop = box.scrollHeight;
      const { scrollTop } = box;
      // Only who scrolls up leaves the end: it moves away by itself when something grows.
      const stays = hold.current.atEnd && scrollTop >= hold.current.scrollTop - 1;
      const atEnd = stays || distanceToEnd(box) < 48;
      hold.current = { scrollTop, atEnd, anchor: atEnd ? undefined : findAnchor(box, inner) };
      setAtEnd(atEnd);
      if (scrollTop < 1.5 * box.clientHeight) nearTop.current();
    };
    const keep = () => {
      const { atEnd, anchor, scrollTop } = hold.current;
      if (atEnd) box.scrollTop = box.scrollHeight;
      else if (anchor?.element.isConnected) {
        const scrolled = box.scrollTop - scrollTop;
        const moved = anchor.element.getBoundingClientRect().top - anchor.top + scrolled;
        if (Math.abs(moved) >= 1) box.scrollTop += moved;
      }
      look();
    };

    box.scrollTop = box.scrollHeight;
    const mark = box.querySelector("[data-new]");
    if (mark) {
      const above = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
      box.scrollTop += Math.min(0, above - box.clientHeight / 4);
      hold.current = { scrollTop: Number.POSITIVE_INFINITY, atEnd: false };
    }
    look();
    const sizes = new ResizeObserver(keep);
    sizes.observe(box);
    sizes.observe(inner);
    // What has come in above since the last frame is made up for before a new anchor is taken.
    const onScroll = () => (hold.current.atEnd ? look() : keep());
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      sizes.disconnect();
      box.removeEventListener("scroll", onScroll);
    };
  }, [isReady]);

  const toEnd = () => {
    const box = scroller.current;
    hold.current = { scrollTop: 0, atEnd: true };
    calmAt.current = performance.now() + swingMs;
    setAtEnd(true);
    if (box) box.scrollTop = box.scrollHeight;
  };
  return { scroller, content, isAtEnd, toEnd };
}

const distanceToEnd = (box: HTMLElement) => box.scrollHeight - box.scrollTop - box.clientHeight;

/** The first message of which something is seen, found by halving. */
function findAnchor(box: HTMLElement, inner: HTMLElement): Hold["anchor"] {
  const edge = box.getBoundingClientRect().top;
  const all = inner.querySelectorAll("[data-entry]");
  let [from, to] = [0, all.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (all[middle]!.getBoundingClientRect().bottom > edge) to = middle;
    else from = middle + 1;
  }
  const element = all[from];
  return element && { element, top: element.getBoundingClientRect().top };
}
