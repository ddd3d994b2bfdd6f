"use client";

import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import type { Locale, Theme } from "@/lib/auth/schema";
import { useSaveAccount } from "@/lib/users/client";
import { useAccount } from "./account-context";

/** The language and the colours: at once here, and kept with the account for other devices. */
export function useAppearance() {
  const { theme } = useAccount();
  const { mutateAsync } = useSaveAccount();
  const router = useRouter();
  return {
    locale: useLocale(),
    theme: theme ?? "system",
    chooseLocale: (locale: Locale) => {
      remember("locale", locale);
      // Without the desk the cookie will do.
      void mutateAsync({ locale })
        .catch(() => {})
        .then(() => router.refresh());
    },
    chooseTheme: (next: Theme) => {
      applyTheme(next);
      void mutateAsync({ theme: next }).catch(() => {});
    },
  };
}

export function applyTheme(theme: Theme) {
  remember("theme", theme);
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", theme);
}

/** For a year, so that the next page comes in the right language and colours at once. */
export function remember(name: "locale" | "theme", value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}
