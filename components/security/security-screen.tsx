"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AdminPage, Section } from "@/components/admin/admin-page";
import { useAccount } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { IdentitySetting } from "./identity-setting";
import { SecondFactorSetting } from "./second-factor-setting";
import { SessionList } from "./session-list";

const PasswordDialog = dynamic(
  () => import("@/components/shell/password-dialog").then((module) => module.PasswordDialog),
  { loading: () => null },
);

/** How one signs in, and where one is signed in. */
export function SecurityScreen() {
  const t = useTranslations("security");
  const { hasPassword } = useAccount();
  return (
    <AdminPage title={t("title")} intro={t("intro")}>
      <div className="rounded-lg border border-line bg-surface px-4 sm:px-5">
        {hasPassword && (
          <>
            <SecondFactorSetting />
            <PasswordSetting />
          </>
        )}
        <IdentitySetting />
        <SessionList />
      </div>
    </AdminPage>
  );
}

function PasswordSetting() {
  const t = useTranslations("security.password");
  const account = useTranslations("account");
  const [isOpen, setOpen] = useState(false);
  return (
    <Section title={t("title")} hint={t("hint")}>
      <div>
        <Button onPress={() => setOpen(true)}>{account("password")}</Button>
      </div>
      {isOpen && <PasswordDialog onClose={() => setOpen(false)} />}
    </Section>
  );
}
