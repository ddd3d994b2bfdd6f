"use client";

import type { Ref } from "react";
import { Button as AriaButton, type ButtonProps } from "react-aria-components/Button";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong data-[pressed]:bg-accent-strong",
  secondary: "border border-line-strong/60 bg-raised text-ink hover:bg-hover",
  quiet: "text-ink-soft hover:bg-hover hover:text-ink",
  danger: "bg-alert text-on-alert hover:opacity-90",
};

type Props = Omit<ButtonProps, "className" | "style"> & {
  look?: keyof typeof looks;
  size?: "medium" | "small" | "icon";
  ref?: Ref<HTMLButtonElement>;
};

const sizes = {
  medium: "h-9 px-3 text-base",
  small: "h-7 px-2 text-sm",
  icon: "size-8",
};

/** A pending button keeps its place and its name, and takes no second press. */
export function Button({ look = "secondary", size = "medium", ...props }: Props) {
  return (
    <AriaButton
      {...props}
      className={`inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium outline-offset-2 transition-colors duration-100 disabled:cursor-default disabled:opacity-50 data-[pending]:opacity-70 ${looks[look]} ${sizes[size]}`}
    />
  );
}
