"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Menu } from "@/components/ui/menu";
import { locales, themes } from "@/lib/auth/schema";
import { languageNames } from "@/lib/i18n/language-names";
import { useAccount } from "./account-context";
import { signOut } from "./sign-in";
import { applyTheme, remember, useAppearance } from "./use-appearance";

const PasswordDialog = dynamic(
  () => import("./password-dialog").then((module) => module.PasswordDialog),
  { loading: () => null },
);

export function AccountMenu() {
  const t = useTranslations("account");
  const account = useAccount();
  const router = useRouter();
  const { locale, theme, chooseLocale, chooseTheme } = useAppearance();
  const [changingPassword, setChangingPassword] = useState(false);

  // On a new device the cookies don't know yet what the account has chosen.
  useEffect(() => {
    if (account.theme && !document.cookie.includes("theme=")) applyTheme(account.theme);
    if (account.locale && account.locale !== locale && !document.cookie.includes("locale=")) {
      remember("locale", account.locale);
      router.refresh();
    }
  }, [account, locale, router]);

  return (
    <>
      <Menu
        label={`${t("label")}: ${account.name}`}
        className="flex size-10 items-center justify-center rounded-full bg-sunken font-semibold text-ink-soft text-sm hover:text-ink"
        sections={[
          {
            title: account.email,
            items: [
              {
                id: "preferences",
                name: t("preferences"),
                onAction: () => router.push("/preferences"),
              },
              {
                id: "security",
                name: t("security"),
                onAction: () => router.push("/preferences/security"),
              },
              ...(account.hasPassword
                ? [
                    {
                      id: "password",
                      name: t("password"),
                      onAction: () => setChangingPassword(true),
                    },
                  ]
                : []),
            ],
          },
          {
            title: t("language"),
            items: locales.map((each) => ({
              id: each,
              name: languageNames[each],
              isChosen: each === locale,
              onAction: () => chooseLocale(each),
            })),
          },
          {
            title: t("theme"),
            items: themes.map((each) => ({
              id: each,
              name: t(`themes.${each}`),
              isChosen: each === theme,
              onAction: () => chooseTheme(each),
            })),
          },
          { items: [{ id: "sign-out", name: t("signOut"), onAction: () => void signOut() }] },
        ]}
      >
        {initials(account.name)}
      </Menu>
      {changingPassword && <PasswordDialog onClose={() => setChangingPassword(false)} />}
    </>
  );
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("");
