"use client";

import { useTranslations } from "next-intl";
import { setDesktopHint } from "@/components/notifications/desktop-hint";
import {
  askForPermission,
  useDesktopPermission,
} from "@/components/notifications/desktop-permission";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";

type Props = { isOn: boolean; onChange: (isOn: boolean) => void };

/** Chosen for the agent, but allowed for each browser: on only where both are so. The browser asks when it is turned on. */
export function DesktopSetting({ isOn, onChange }: Props) {
  const t = useTranslations("preferences.notify");
  const permission = useDesktopPermission();
  const choose = async (wanted: boolean) => {
    setDesktopHint("answered");
    if (!wanted) return onChange(false);
    if ((await askForPermission()) === "granted") onChange(true);
  };
  return (
    <>
      <Checkbox
        isSelected={isOn && permission === "granted"}
        isDisabled={permission === "unsupported"}
        onChange={(wanted) => void choose(wanted)}
        hint={t("desktopHint")}
      >
        {t("desktop")}
      </Checkbox>
      {permission === "denied" && (
        <Notice tone="alert" live>
          {t("desktopDenied")}
        </Notice>
      )}
      {permission === "unsupported" && <Notice>{t("desktopUnsupported")}</Notice>}
      {permission === "default" && isOn && <Notice>{t("desktopElsewhere")}</Notice>}
    </>
  );
}
