"use client";

import { useTranslations } from "next-intl";
import { Section } from "@/components/admin/admin-page";
import { useIsMac } from "@/components/keyboard/platform";
import { usePreferences } from "@/components/shell/account-context";
import { RadioCards } from "@/components/ui/radio-cards";
import { SavedLine } from "./saved-line";

export function SendKey() {
  const t = useTranslations("preferences.sendKey");
  const { preferences, save, isSaved, error } = usePreferences();
  const mod = useIsMac() ? "⌘" : "Ctrl";
  return (
    <Section title={t("title")} hint={t("hint")}>
      <RadioCards
        label={t("label")}
        columns={2}
        options={[
          { id: "enter", name: "Enter", hint: t("enterHint") },
          { id: "ctrl-enter", name: `${mod} + Enter`, hint: t("ctrlEnterHint") },
        ]}
        value={preferences.sendKey}
        onChange={(sendKey) => save({ sendKey })}
      />
      <SavedLine isSaved={isSaved} error={error} />
    </Section>
  );
}
