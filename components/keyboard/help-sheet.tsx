"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useAccount } from "@/components/shell/account-context";
import { Dialog } from "@/components/ui/dialog";
import { actionGroups, actions, combosOf, fixedKeys } from "./actions";
import { KeyCaps } from "./key-caps";

/** All that keys do, and where that is changed. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations("keys");
  const combos = combosOf(useAccount().preferences.keys);
  return (
    <Dialog title={t("title")} isOpen onClose={onClose} width="wide">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {actionGroups.map((group) => (
          <section
            key={group}
            aria-label={t(`groups.${group}`)}
            className={group === "conversation" ? "sm:row-span-2" : ""}
          >
            <h3 className="pb-1 font-semibold text-ink-soft text-sm">{t(`groups.${group}`)}</h3>
            <dl>
              {actions
                .filter((action) => action.group === group)
                .map(({ id }) => (
                  <Line key={id} name={t(`actions.${id}`)} combo={combos[id]} />
                ))}
              {fixedKeys
                .filter((fixed) => fixed.group === group)
                .map(({ id, combo }) => (
                  <Line key={id} name={t(`fixed.${id}`)} combo={combo} />
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="flex flex-wrap items-center justify-between gap-2 border-line border-t pt-3 text-ink-soft text-sm">
        {t("intro")}
        <Link
          href="/preferences#keys"
          prefetch={false}
          onClick={onClose}
          className="font-medium text-accent underline"
        >
          {t("change")}
        </Link>
      </p>
    </Dialog>
  );
}

function Line({ name, combo }: { name: string; combo: string | null }) {
  const t = useTranslations("keys");
  return (
    <div className="flex items-center justify-between gap-3 py-1">
      <dt className="min-w-0">{name}</dt>
      <dd>
        {combo === null ? (
          <span className="text-ink-faint text-sm">{t("off")}</span>
        ) : (
          <KeyCaps combo={combo} />
        )}
      </dd>
    </div>
  );
}
