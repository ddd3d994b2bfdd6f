"use client";

import { Select } from "./select";

const every = "*";

type Props = {
  label: string;
  every: string;
  options: { id: string; name: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
};

/** One of the filters above a list: what it is narrowed to, or everything. */
export function FilterChoice({ label, every: everyName, options, value, onChange }: Props) {
  const known = value === undefined || options.some(({ id }) => id === value);
  return (
    <div className="min-w-0 max-w-56">
      <Select
        label={label}
        hideLabel
        look="quiet"
        options={[
          { id: every, name: everyName },
          ...options.map(({ id, name }) => ({ id, name })),
          ...(known ? [] : [{ id: value, name: value }]),
        ]}
        value={value ?? every}
        onChange={(id) => onChange(id === every ? undefined : id)}
      />
    </div>
  );
}
