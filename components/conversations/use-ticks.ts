"use client";

import { useRef, useState } from "react";

export type Ticks = {
  /** All that the list is filtered by, loaded or not. */
  all: boolean;
  ids: ReadonlySet<string>;
  has: (id: string) => boolean;
  /** With `range` everything from the last one on, in the order shown. */
  toggle: (id: string, shown: string[], range: boolean) => void;
  add: (ids: string[]) => void;
  takeAll: () => void;
  clear: () => void;
};

const none: ReadonlySet<string> = new Set();

/** Which conversations are ticked, to be closed together; another list begins with none. */
export function useTicks(listKey: string): Ticks {
  const [state, setState] = useState({ key: listKey, ids: none, all: false });
  const anchor = useRef<string>(undefined);
  const { ids, all } = state.key === listKey ? state : { ids: none, all: false };
  const put = (next: Iterable<string>, everything = false) =>
    setState({ key: listKey, ids: new Set(next), all: everything });
  return {
    all,
    ids,
    has: (id) => all || ids.has(id),
    toggle: (id, shown, range) => {
      const from = range && anchor.current !== undefined ? shown.indexOf(anchor.current) : -1;
      const to = shown.indexOf(id);
      anchor.current = id;
      const before = all ? shown : [...ids];
      if (from >= 0 && to >= 0) {
        return put([...before, ...shown.slice(Math.min(from, to), Math.max(from, to) + 1)]);
      }
      put(before.includes(id) ? before.filter((each) => each !== id) : [...before, id]);
    },
    add: (more) => put([...ids, ...more]),
    takeAll: () => put([], true),
    clear: () => put([]),
  };
}
