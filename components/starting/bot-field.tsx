"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "react-aria-components/Button";
import { ComboBox } from "react-aria-components/ComboBox";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { inputLook } from "@/components/ui/text-field";
import { botsQuery } from "@/lib/conversations/query";
import { labelOf } from "./make-start";

type Props = {
  projectId: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
};

/** One of the bots that the desk knows, or any other by its id. */
export function BotField({ projectId, value, onChange, error }: Props) {
  const t = useTranslations("start");
  const { data: bots = [] } = useQuery(botsQuery(projectId));
  const options = bots.map((bot) => ({ id: bot.id, label: labelOf(bot, bots) }));
  return (
    <ComboBox
      items={options}
      inputValue={value}
      onInputChange={onChange}
      allowsCustomValue
      allowsEmptyCollection={false}
      menuTrigger="focus"
      isRequired
      isInvalid={error !== undefined}
      validationBehavior={error === undefined ? "native" : "aria"}
      className="flex flex-col gap-1"
    >
      <Label className="font-medium text-ink-soft text-sm">{t("bot")}</Label>
      <div className="relative">
        <Input className={`${inputLook} pr-9`} maxLength={256} />
        {options.length > 0 && (
          <Button
            aria-label={t("botsShow")}
            className="absolute inset-y-0 right-0 flex w-9 items-center justify-center text-ink-faint"
          >
            <ChevronDown size={16} aria-hidden />
          </Button>
        )}
      </div>
      <Text slot="description" className="text-ink-faint text-xs">
        {t("botHint")}
      </Text>
      <FieldError className="text-alert text-sm">{error}</FieldError>
      <Popover className="w-(--trigger-width) animate-appear overflow-auto rounded-md border border-line bg-raised p-1 shadow-pop">
        <ListBox<(typeof options)[number]> className="outline-none">
          {({ id, label }) => (
            <ListBoxItem
              id={id}
              textValue={label}
              className="cursor-default rounded px-2 py-1.5 outline-none data-[focused]:bg-hover"
            >
              <span className="block truncate">{label}</span>
              {label !== id && <span className="block truncate text-ink-faint text-xs">{id}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
