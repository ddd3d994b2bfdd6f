"use client";

import { useTranslations } from "next-intl";
import { usePreferences } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { setDesktopHint } from "./desktop-hint";
import { askForPermission } from "./desktop-permission";

/** Offers desktop notifications when one has been missed, once. */
export function HintLine() {
  const t = useTranslations("notifications");
  const { preferences, save } = usePreferences();
  const turnOn = async () => {
    const answer = await askForPermission();
    setDesktopHint("answered");
    if (answer === "granted") save({ notify: { ...preferences.notify, desktop: true } });
  };
  return (
    <div className="shrink-0 border-line border-b p-2">
      <Notice
        tone="accent"
        live
        actions={
          <>
            <Button size="small" onPress={() => void turnOn()}>
              {t("turnOn")}
            </Button>
            <Button size="small" look="quiet" onPress={() => setDesktopHint("answered")}>
              {t("notNow")}
            </Button>
          </>
        }
      >
        {t("hint")}
      </Notice>
    </div>
  );
}
