"use client";

import { Lock, Reply } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DraftKind, draftKinds } from "@/lib/messages/schema";

type Props = {
  mode: DraftKind;
  /** Where something is written already. */
  written: Record<DraftKind, boolean>;
  onChange: (mode: DraftKind) => void;
};

const icons = { answer: Reply, note: Lock };
const looks = {
  answer: "aria-pressed:bg-accent-soft aria-pressed:text-accent-strong",
  note: "aria-pressed:bg-note-soft aria-pressed:text-note-strong",
};

/** To the customer or to the team: in sight all the time, and changed by hand alone. */
export function ModeSwitch({ mode, written, onChange }: Props) {
  const t = useTranslations("composer");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent
    <div role="group" aria-label={t("modes")} className="flex shrink-0 gap-0.5">
      {draftKinds.map((kind) => {
        const Icon = icons[kind];
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={kind === mode}
            aria-keyshortcuts={kind === "answer" ? "R" : "N"}
            onClick={() => onChange(kind)}
            className={`flex h-7 items-center gap-1.5 whitespace-nowrap rounded-md px-2 text-ink-soft text-sm hover:bg-hover aria-pressed:font-medium ${looks[kind]}`}
          >
            <Icon size={14} aria-hidden />
            {t(`modeNames.${kind}`)}
            {kind !== mode && written[kind] && (
              <>
                <span aria-hidden className="size-1.5 rounded-full bg-current" />
                <span className="sr-only">{t("hasDraft")}</span>
              </>
            )}
          </button>
        );
      })}
    </div>
  );
}
