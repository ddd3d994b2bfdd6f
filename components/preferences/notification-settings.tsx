"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Section } from "@/components/admin/admin-page";
import { ring } from "@/components/notifications/ring";
import { usePreferences } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import type { Preferences } from "@/lib/users/schema";
import { DesktopSetting } from "./desktop-setting";
import { QuietHours } from "./quiet-hours";
import { SavedLine } from "./saved-line";

const subjects = ["mine", "mentions", "unassigned"] as const;

/** Of what one hears, how, and when not. */
export function NotificationSettings() {
  const t = useTranslations("preferences.notify");
  const { preferences, save, isSaved, error } = usePreferences();
  const { notify } = preferences;
  const change = (part: Partial<Preferences["notify"]>) => save({ notify: { ...notify, ...part } });
  return (
    <Section title={t("title")} hint={t("hint")}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent */}
      <div role="group" aria-label={t("about")} className="flex flex-col">
        <p className="font-medium text-ink-soft text-sm">{t("about")}</p>
        {subjects.map((subject) => (
          <Checkbox
            key={subject}
            isSelected={notify[subject]}
            onChange={(isOn) => change({ [subject]: isOn })}
            hint={t(`${subject}Hint`)}
          >
            {t(subject)}
          </Checkbox>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent */}
      <div role="group" aria-label={t("how")} className="flex flex-col">
        <p className="font-medium text-ink-soft text-sm">{t("how")}</p>
        <Checkbox isSelected={notify.sound} onChange={(sound) => change({ sound })}>
          {t("sound")}
        </Checkbox>
        <SoundTest />
        <DesktopSetting isOn={notify.desktop} onChange={(desktop) => change({ desktop })} />
      </div>
      <QuietHours hours={preferences.quietHours} onChange={(quietHours) => save({ quietHours })} />
      <SavedLine isSaved={isSaved} error={error} />
    </Section>
  );
}

function SoundTest() {
  const t = useTranslations("preferences.notify");
  const [isMute, setMute] = useState(false);
  const test = () => void ring().then((rang) => setMute(!rang));
  return (
    <div className="flex flex-col items-start gap-2 pb-1 pl-6">
      <Button size="small" onPress={test}>
        {t("soundTest")}
      </Button>
      {isMute && (
        <Notice tone="alert" live>
          {t("soundBlocked")}
        </Notice>
      )}
    </div>
  );
}
