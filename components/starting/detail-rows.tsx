"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { inputLook } from "@/components/ui/text-field";
import type { Row, RowFault } from "./make-start";

type Props = { rows: Row[]; faults: Map<number, RowFault>; onChange: (rows: Row[]) => void };

const mostRows = 30;

/** What goes along with the conversation, by names and values. */
export function DetailRows({ rows, faults, onChange }: Props) {
  const t = useTranslations("start");
  const fields = useRef<HTMLFieldSetElement>(null);
  const focus = (selector: string) =>
    requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>(selector)?.focus());
  const set = (id: number, change: Partial<Row>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...change } : row)));
  const add = () => {
    const id = Math.max(0, ...rows.map((row) => row.id)) + 1;
    onChange([...rows, { id, name: "", value: "" }]);
    focus(`[data-row="${id}"] input`);
  };
  const remove = (id: number) => {
    onChange(rows.filter((row) => row.id !== id));
    focus("[data-add] button");
  };
  return (
    <fieldset ref={fields} className="flex flex-col gap-2">
      <legend className="font-medium text-ink-soft text-sm">{t("metadata")}</legend>
      <p className="text-ink-faint text-xs">{t("metadataHint")}</p>
      {rows.map(({ id, name, value }) => {
        const fault = faults.get(id);
        return (
          <div key={id} data-row={id} className="flex flex-col gap-1">
            <div className="flex items-center gap-2">
              <input
                aria-label={t("key")}
                placeholder={t("key")}
                value={name}
                maxLength={100}
                aria-invalid={fault !== undefined}
                {...(fault ? { "aria-describedby": `row-${id}-fault` } : {})}
                onChange={(event) => set(id, { name: event.target.value })}
                className={`${inputLook} min-w-0 flex-2`}
              />
              <input
                aria-label={t("value")}
                placeholder={t("value")}
                value={value}
                maxLength={2000}
                onChange={(event) => set(id, { value: event.target.value })}
                className={`${inputLook} min-w-0 flex-3`}
              />
              <Button
                look="quiet"
                size="icon"
                aria-label={t("removeRow", { name: name || String(id) })}
                onPress={() => remove(id)}
              >
                <X size={16} aria-hidden />
              </Button>
            </div>
            {fault && (
              <p id={`row-${id}-fault`} className="text-alert text-sm">
                {t(fault)}
              </p>
            )}
          </div>
        );
      })}
      <span data-add>
        <Button size="small" isDisabled={rows.length >= mostRows} onPress={add}>
          <Plus size={14} aria-hidden />
          {t("addRow")}
        </Button>
      </span>
    </fieldset>
  );
}
