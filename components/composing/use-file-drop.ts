"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

type Options = {
  /** Something inside of the place where files may be dropped. */
  anchor: RefObject<HTMLElement | null>;
  onFiles: (files: File[]) => void;
};

type Place = Pick<DOMRect, "top" | "left" | "width" | "height">;

/**
 * Takes files that are dropped anywhere on the conversation. While some are held over it, where that is; dropped beside
 * it they do nothing, since the browser would leave the page to show them.
 */
export function useFileDrop({ anchor, onFiles }: Options): Place | null {
  const [place, setPlace] = useState<Place | null>(null);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const area = anchor.current?.closest("section");
    // The pictures of the page itself are dragged as files, too.
    let isOwn = false;
    const onStart = () => {
      isOwn = true;
    };
    const onEnd = () => {
      isOwn = false;
    };
    const carriesFiles = ({ dataTransfer }: DragEvent) =>
      !isOwn && dataTransfer?.types.includes("Files") === true;
    const isOver = ({ target }: DragEvent) => target instanceof Node && area?.contains(target);
    const onDrag = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      const over = isOver(event);
      if (event.dataTransfer) event.dataTransfer.dropEffect = over ? "copy" : "none";
      setPlace((known) => (over && area ? (known ?? toPlace(area)) : null));
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setPlace(null);
    };
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setPlace(null);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (isOver(event) && files.length > 0) latest.current(files);
    };
    window.addEventListener("dragstart", onStart);
    window.addEventListener("dragend", onEnd);
    window.addEventListener("dragenter", onDrag);
    window.addEventListener("dragover", onDrag);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragstart", onStart);
      window.removeEventListener("dragend", onEnd);
      window.removeEventListener("dragenter", onDrag);
      window.removeEventListener("dragover", onDrag);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, [anchor]);
  return place;
}

function toPlace(area: Element): Place {
  const { top, left, width, height } = area.getBoundingClientRect();
  return { top, left, width, height };
}
