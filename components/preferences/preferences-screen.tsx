"use client";

import { useTranslations } from "next-intl";
import { AdminPage } from "@/components/admin/admin-page";
import { NotificationSettings } from "./notification-settings";
import { SecurityLink } from "./security-link";
import { SendKey } from "./send-key";
import { Shortcuts } from "./shortcuts";

/** What each agent chooses for himself. */
export function PreferencesScreen() {
  const t = useTranslations("preferences");
  return (
    <AdminPage title={t("title")} intro={t("intro")}>
      <div className="rounded-lg border border-line bg-surface px-4 sm:px-5">
        <NotificationSettings />
        <SendKey />
        <div id="keys" className="border-line border-t">
          <Shortcuts />
        </div>
        <SecurityLink />
      </div>
    </AdminPage>
  );
}
