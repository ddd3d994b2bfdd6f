"use client";

import { type KeyboardEvent, useEffect, useState } from "react";

type Found = { word: string; range: { start: number; end: number } };

type Options<Item> = {
  /** The word at the caret that asks for something, if there is one. */
  found: Found | null;
  items: Item[];
  /** What is offered hasn't come yet. */
  isPending: boolean;
  onPick: (item: Item, range: Found["range"]) => void;
};

/** A list that a word in the text opens: the keys go through it, and the focus stays in the text. */
export function useSuggestions<Item>({ found, items, isPending, onPick }: Options<Item>) {
  const [chosen, setChosen] = useState({ word: "", index: 0 });
  const [shutAt, setShutAt] = useState<number>();
  const isGone = found === null;
  useEffect(() => {
    if (isGone) setShutAt(undefined);
  }, [isGone]);

  const isWanted = found !== null && shutAt !== found.range.start;
  const isOpen = isWanted && items.length > 0;
  const last = Math.max(0, items.length - 1);
  const activeIndex = found && chosen.word === found.word ? Math.min(chosen.index, last) : 0;
  const move = (by: 1 | -1) =>
    found &&
    setChosen({
      word: found.word,
      index: (activeIndex + by + items.length) % items.length,
    });
  const pick = (item: Item | undefined) => item !== undefined && found && onPick(item, found.range);

  /** Whether the key was the list's. */
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (!isWanted || ctrlKey || metaKey || altKey) return false;
    if (key === "Escape" && (isOpen || isPending)) setShutAt(found.range.start);
    else if (isOpen && key === "ArrowDown") move(1);
    else if (isOpen && key === "ArrowUp") move(-1);
    else if (isOpen && (key === "Enter" || key === "Tab") && !shiftKey) pick(items[activeIndex]);
    // Who types "/hola" and Enter in one go means what is still to come, and not to send "/hola".
    else if (!(isPending && key === "Enter" && !shiftKey)) return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { isWanted, isOpen, items, activeIndex, pick, onKeyDown };
}
