"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import * as z from "zod/mini";
import { Menu } from "@/components/ui/menu";
import { type Locale, locales, type Theme, themes } from "@/lib/auth/schema";
import { requestJson } from "@/lib/http/request-json";
import { useAccount } from "./account-context";
import { signOut } from "./sign-in";

const PasswordDialog = dynamic(
  () => import("./password-dialog").then((module) => module.PasswordDialog),
  { loading: () => null },
);

const languageNames: Record<Locale, string> = { es: "Español", en: "English", pt: "Português" };

export function AccountMenu() {
  const t = useTranslations("account");
  const account = useAccount();
  const locale = useLocale();
  const router = useRouter();
  const [theme, setTheme] = useState<Theme>(account.theme ?? "system");
  const [changingPassword, setChangingPassword] = useState(false);

  // On a new device the cookies don't know yet what the account has chosen.
  useEffect(() => {
    if (account.theme && !document.cookie.includes("theme=")) applyTheme(account.theme);
    if (account.locale && account.locale !== locale && !document.cookie.includes("locale=")) {
      remember("locale", account.locale);
      router.refresh();
    }
  }, [account, locale, router]);

  const save = (change: { locale?: Locale; theme?: Theme }) =>
    requestJson("/api/account", z.unknown(), { method: "PATCH", body: change });

  const chooseLocale = async (next: Locale) => {
    remember("locale", next);
    await save({ locale: next }).catch(() => {});
    router.refresh();
  };
  const chooseTheme = (next: Theme) => {
    setTheme(next);
    applyTheme(next);
    void save({ theme: next }).catch(() => {});
  };

  return (
    <>
      <Menu
        label={`${t("label")}: ${account.name}`}
        className="flex size-10 items-center justify-center rounded-full bg-sunken font-semibold text-ink-soft text-sm hover:text-ink"
        sections={[
          {
            title: account.email,
            items: [
              { id: "password", name: t("password"), onAction: () => setChangingPassword(true) },
            ],
          },
          {
            title: t("language"),
            items: locales.map((each) => ({
              id: each,
              name: languageNames[each],
              isChosen: each === locale,
              onAction: () => void chooseLocale(each),
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

function applyTheme(theme: Theme) {
  remember("theme", theme);
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", theme);
}

/** For a year, so that the next page comes in the right language and colours at once. */
function remember(name: "locale" | "theme", value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("");
