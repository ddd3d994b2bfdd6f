"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import { useAppearance } from "@/components/shell/use-appearance";
import { usePlaces } from "@/components/shell/use-places";
import { locales, themes } from "@/lib/auth/schema";
import { languageNames } from "@/lib/i18n/language-names";
import { actions, combosOf } from "./actions";
import { findHandler, useKeyboard } from "./keyboard-provider";
import type { Entry } from "./match-entries";

/** What can be done from here, as things are at the opening of the palette. */
export function usePaletteEntries(): Entry[] {
  const account = useTranslations("account");
  const names = useTranslations("keys.actions");
  const registry = useKeyboard();
  const router = useRouter();
  const places = usePlaces();
  const combos = combosOf(useAccount().preferences.keys);
  const { locale, theme, chooseLocale, chooseTheme } = useAppearance();
  const [found] = useState(() => ({
    actions: actions.flatMap(({ id }) => {
      const handler = id === "palette" ? undefined : findHandler(registry, id);
      return handler ? { id, run: handler.run } : [];
    }),
    choices: [...registry.choices].flatMap(({ current }) => current()),
  }));
  return [
    ...found.actions.map(
      ({ id, run }): Entry => ({ id, group: "actions", name: names(id), combo: combos[id], run }),
    ),
    ...[...places, { href: "/preferences", name: account("preferences") }].map(
      ({ href, name }): Entry => ({
        id: href,
        group: "pages",
        name,
        run: () => router.push(href),
      }),
    ),
    ...found.choices.map((choice): Entry => ({ ...choice, group: "projects" })),
    ...locales.map(
      (each): Entry => ({
        id: `language-${each}`,
        group: "language",
        name: languageNames[each],
        isChosen: each === locale,
        run: () => chooseLocale(each),
      }),
    ),
    ...themes.map(
      (each): Entry => ({
        id: `theme-${each}`,
        group: "theme",
        name: account(`themes.${each}`),
        isChosen: each === theme,
        run: () => chooseTheme(each),
      }),
    ),
  ];
}
