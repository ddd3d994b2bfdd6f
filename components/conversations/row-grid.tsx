// biome-ignore-all lint/a11y/useSemanticElements: rows that stand anywhere are none of a table
"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

export type GridHandle = {
  /** Gives the focus to this row, or to the one that Tab would reach. */
  focus: (id?: string) => void;
  /** Moves the focus on by so many rows. */
  step: (by: number) => void;
  hasFocus: () => boolean;
  isVisible: () => boolean;
};

type Props<Row> = {
  ref: Ref<GridHandle>;
  label: string;
  rows: Row[];
  nameOf: (row: Row) => string;
  selectedId: string | undefined;
  onSelect: (id: string) => void;
  /** The space bar; `range` with Shift. */
  onTick: (id: string, range: boolean) => void;
  children: (row: Row, isSelected: boolean) => ReactNode;
  /** Stands behind the last row while there is more to load. */
  more: string | undefined;
  onMore: () => void;
};

const rowHeight = 84;
/** Rows that are drawn beyond what is seen, and from which on more are loaded. */
const overscan = 6;

/**
 * One column of rows of the same height, of which only those near the window are drawn: a grid of the ARIA practices that is a
 * single stop for Tab. The row that had the focus last is always drawn, so that it is found there again.
 */
export function RowGrid<Row extends { id: string }>(props: Props<Row>) {
  const { ref, label, rows, nameOf, selectedId, onSelect, onTick, children, more } = props;
  const grid = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<{ id?: string; takesFocus?: boolean }>({});
  const indexOf = (id: string | undefined) => rows.findIndex((row) => row.id === id);
  const stop = Math.max(0, indexOf(last.id) >= 0 ? indexOf(last.id) : indexOf(selectedId));
  const virtual = useVirtualizer({
    count: rows.length + (more === undefined ? 0 : 1),
    getScrollElement: () => grid.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => rows[index]?.id ?? "more", [rows]),
    overscan,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), stop])].sort(byNumber),
  });

  const focusAt = (index: number) => {
    const to = Math.min(Math.max(index, 0), rows.length - 1);
    setLast({ ...(rows[to] && { id: rows[to].id }), takesFocus: true });
    virtual.scrollToIndex(to);
  };
  useLayoutEffect(() => {
    if (!last.takesFocus) return;
    grid.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus({ preventScroll: true });
  }, [last]);
  useImperativeHandle(ref, () => ({
    focus: (id) => focusAt(indexOf(id) >= 0 ? indexOf(id) : stop),
    step: (by) => focusAt(stop + by),
    hasFocus: () => grid.current?.contains(document.activeElement) === true,
    isVisible: () => grid.current?.checkVisibility() === true,
  }));

  /** Where the row stands that has the focus. */
  const focused = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (focused.current === undefined) return;
    const hasGone = document.activeElement === document.body;
    if (hasGone) focusAt(focused.current);
    else focused.current = stop;
  });

  const loadMore = useEffectEvent(props.onMore);
  const isNearEnd = (virtual.range?.endIndex ?? 0) + overscan >= rows.length;
  const hasMore = more !== undefined;
  useEffect(() => {
    if (isNearEnd && hasMore && rows.length > 0) loadMore();
  }, [isNearEnd, hasMore, rows.length]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, row: Row) => {
    const isInside = event.target !== event.currentTarget;
    if (isInside || event.ctrlKey || event.metaKey || event.altKey) return;
    const seen = grid.current?.clientHeight ?? 0;
    const page = Math.max(1, Math.floor(seen / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -rows.length,
      End: rows.length,
    };
    const by = steps[event.key];
    if (by !== undefined) focusAt(stop + by);
    else if (event.key === "Enter") onSelect(row.id);
    else if (event.key === " ") onTick(row.id, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={grid}
      role="grid"
      aria-label={label}
      aria-rowcount={more === undefined ? rows.length : -1}
      onBlur={({ target }) =>
        // A row that is taken out of the page says so too.
        queueMicrotask(() => {
          const isLeft = !grid.current?.contains(document.activeElement);
          if (isLeft && target.isConnected) focused.current = undefined;
        })
      }
      className="h-full overflow-y-auto outline-none"
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          const place = { top: start, height: rowHeight };
          if (!row)
            return (
              <p
                key={key}
                role="presentation"
                className="absolute inset-x-0 flex items-center justify-center text-ink-faint text-sm"
                style={place}
              >
                {more}
              </p>
            );
          return (
            <div
              key={key}
              role="row"
              aria-label={nameOf(row)}
              aria-rowindex={index + 1}
              aria-selected={row.id === selectedId}
              tabIndex={index === stop ? 0 : -1}
              onClick={() => onSelect(row.id)}
              onKeyDown={(event) => onKeyDown(event, row)}
              onFocus={() => {
                focused.current = index;
                setLast((before) => (before.id === row.id ? before : { id: row.id }));
              }}
              style={place}
              className="absolute inset-x-0 cursor-default select-none border-line border-b -outline-offset-2"
            >
              {/* biome-ignore lint/a11y/useFocusableInteractive: the row is */}
              <div role="gridcell" aria-colindex={1} className="h-full">
                {children(row, row.id === selectedId)}
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}

const byNumber = (a: number, b: number) => a - b;
