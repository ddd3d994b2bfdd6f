"use client";

import { Check, ChevronDown } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select as AriaSelect, SelectValue } from "react-aria-components/Select";

type Option<T extends string> = { id: T; name: string };

type Props<T extends string> = {
  label: string;
  /** Read out, not shown. */
  hideLabel?: boolean;
  options: Option<T>[];
  value: T;
  onChange: (value: T) => void;
  look?: "field" | "quiet";
};

export function Select<T extends string>({
  label,
  hideLabel,
  options,
  value,
  onChange,
  look = "field",
}: Props<T>) {
  const frame =
    look === "field"
      ? "h-9 w-full border border-line-strong/70 bg-surface px-3 hover:border-line-strong"
      : "h-7 px-2 text-ink-soft text-sm hover:bg-hover";
  return (
    <AriaSelect
      {...(hideLabel ? { "aria-label": label } : {})}
      value={value}
      onChange={(key) => key !== null && onChange(key as T)}
      className="flex min-w-0 flex-col gap-1"
    >
      {!hideLabel && <Label className="font-medium text-ink-soft text-sm">{label}</Label>}
      <Button className={`flex min-w-0 items-center justify-between gap-1 rounded-md ${frame}`}>
        <SelectValue className="truncate" />
        <ChevronDown size={14} aria-hidden className="shrink-0 text-ink-faint" />
      </Button>
      <Popover className="min-w-(--trigger-width) max-w-80 animate-appear overflow-auto rounded-md border border-line bg-raised p-1 shadow-pop">
        <ListBox items={options} className="outline-none">
          {(option) => (
            <ListBoxItem
              textValue={option.name}
              className="flex cursor-default items-center justify-between gap-3 rounded px-2 py-1.5 outline-none focus:bg-hover"
            >
              {({ isSelected }) => (
                <>
                  <span className="truncate">{option.name}</span>
                  {isSelected && <Check size={14} aria-hidden className="shrink-0 text-accent" />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
