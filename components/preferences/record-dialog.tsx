"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { ActionId } from "@/components/keyboard/actions";
import { KeyCaps } from "@/components/keyboard/key-caps";
import { toCombo } from "@/components/keyboard/match-combo";
import { isMac } from "@/components/keyboard/platform";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { checkCombo } from "./check-combo";
import { useRefusalWords } from "./use-refusal-words";

type Props = {
  action: ActionId;
  combos: Record<ActionId, string | null>;
  onRecorded: (combo: string) => void;
  onClose: () => void;
};

/** Takes the next combo that is pressed; the keys that move in a dialog go on doing that. */
export function RecordDialog({ action, combos, onRecorded, onClose }: Props) {
  const t = useTranslations("preferences.keys");
  const common = useTranslations("common");
  const names = useTranslations("keys.actions");
  const refusalWords = useRefusalWords();
  const [tried, setTried] = useState<string>();
  const refusal = tried === undefined ? null : checkCombo(tried, action, combos);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const combo = event.isComposing ? undefined : toCombo(event, isMac());
      if (!combo || event.repeat || staysNative.test(combo)) return;
      event.preventDefault();
      event.stopPropagation();
      if (checkCombo(combo, action, combos)) setTried(combo);
      else onRecorded(combo);
    };
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [action, combos, onRecorded]);

  return (
    <Dialog title={t("recordTitle", { action: names(action) })} isOpen onClose={onClose}>
      <p className="text-ink-soft">{t("recordHint")}</p>
      <div role="status" className="flex min-h-16 flex-col gap-2">
        {tried !== undefined && refusal && (
          <>
            <KeyCaps combo={tried} />
            <p className="text-alert">{refusalWords(refusal)}</p>
          </>
        )}
      </div>
      <DialogFooter>
        <Button onPress={onClose}>{common("cancel")}</Button>
      </DialogFooter>
    </Dialog>
  );
}

const staysNative = /^(Shift\+)?(Tab|Enter|Space|Escape|Arrow\w+)$/;
