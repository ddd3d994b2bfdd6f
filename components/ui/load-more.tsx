"use client";

import { useEffect, useRef } from "react";
import { Button } from "./button";

type Props = {
  words: { more: string; loading: string; failed: string; tryAgain: string };
  isLoading: boolean;
  isFailed: boolean;
  onLoad: () => void;
};

/** Loads by itself when it comes into sight, once; what failed is left to a press. */
export function LoadMore({ words, isLoading, isFailed, onLoad }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const load = useRef(onLoad);
  useEffect(() => {
    load.current = onLoad;
  });
  const goesOn = !isLoading && !isFailed;
  useEffect(() => {
    if (!goesOn || !place.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && load.current(),
      { rootMargin: "400px" },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [goesOn]);
  return (
    <div ref={place} className="flex flex-col items-center gap-2 pb-2">
      {isFailed && (
        <p role="alert" className="text-alert text-sm">
          {words.failed}
        </p>
      )}
      <Button isPending={isLoading} onPress={onLoad}>
        {isLoading ? words.loading : isFailed ? words.tryAgain : words.more}
      </Button>
    </div>
  );
}
