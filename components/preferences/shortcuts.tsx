"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Section } from "@/components/admin/admin-page";
import { type ActionId, actionGroups, actions, combosOf } from "@/components/keyboard/actions";
import { KeyCaps } from "@/components/keyboard/key-caps";
import { usePreferences } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { checkCombo, type Refusal } from "./check-combo";
import { SavedLine } from "./saved-line";
import { useRefusalWords } from "./use-refusal-words";

const RecordDialog = dynamic(
  () => import("./record-dialog").then((module) => module.RecordDialog),
  {
    loading: () => null,
  },
);

/** Which key does what: other keys, or none. */
export function Shortcuts() {
  const t = useTranslations("preferences.keys");
  const keys = useTranslations("keys");
  const { preferences, save, isSaved, error } = usePreferences();
  const [recording, setRecording] = useState<ActionId>();
  const [refused, setRefused] = useState<{ id: ActionId; refusal: Refusal }>();
  const refusalWords = useRefusalWords();
  const chosen = preferences.keys;
  const combos = combosOf(chosen);
  const choose = (id: ActionId, combo: string | null) => {
    const refusal = combo === null ? null : checkCombo(combo, id, combos);
    setRefused(refusal ? { id, refusal } : undefined);
    if (refusal) return;
    const { [id]: _before, ...others } = chosen;
    const isOwn = actions.some((action) => action.id === id && action.combo === combo);
    save({ keys: isOwn ? others : { ...others, [id]: combo } });
  };
  return (
    <Section title={keys("title")} hint={t("hint")}>
      {actionGroups.map((group) => (
        <section key={group} aria-label={keys(`groups.${group}`)}>
          <h4 className="font-medium text-ink-soft text-sm">{keys(`groups.${group}`)}</h4>
          <ul className="divide-y divide-line">
            {actions
              .filter((action) => action.group === group)
              .map(({ id, combo: own }) => (
                <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
                  <span className="min-w-40 flex-1">{keys(`actions.${id}`)}</span>
                  <ComboShown combo={combos[id]} />
                  <Choices
                    name={keys(`actions.${id}`)}
                    isOff={combos[id] === null}
                    isOwn={combos[id] === own}
                    onRecord={() => setRecording(id)}
                    onReset={() => choose(id, own)}
                    onOff={() => choose(id, null)}
                  />
                  {refused?.id === id && (
                    <div className="w-full">
                      <Notice tone="alert" live>
                        {refusalWords(refused.refusal)}
                      </Notice>
                    </div>
                  )}
                </li>
              ))}
          </ul>
        </section>
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button isDisabled={Object.keys(chosen).length === 0} onPress={() => save({ keys: {} })}>
          {t("resetAll")}
        </Button>
        <SavedLine isSaved={isSaved} error={error} />
      </div>
      {recording && (
        <RecordDialog
          action={recording}
          combos={combos}
          onRecorded={(combo) => {
            setRecording(undefined);
            choose(recording, combo);
          }}
          onClose={() => setRecording(undefined)}
        />
      )}
    </Section>
  );
}

function ComboShown({ combo }: { combo: string | null }) {
  const t = useTranslations("keys");
  if (combo === null) return <span className="text-ink-faint text-sm">{t("off")}</span>;
  return <KeyCaps combo={combo} />;
}

type ChoicesProps = {
  name: string;
  isOff: boolean;
  isOwn: boolean;
  onRecord: () => void;
  onReset: () => void;
  onOff: () => void;
};

function Choices({ name, isOff, isOwn, onRecord, onReset, onOff }: ChoicesProps) {
  const t = useTranslations("preferences.keys");
  return (
    <span className="flex flex-wrap gap-1">
      <Button size="small" aria-label={t("changeName", { name })} onPress={onRecord}>
        {t("change")}
      </Button>
      {!isOff && (
        <Button size="small" look="quiet" aria-label={t("offName", { name })} onPress={onOff}>
          {t("off")}
        </Button>
      )}
      {!isOwn && (
        <Button size="small" look="quiet" aria-label={t("resetName", { name })} onPress={onReset}>
          {t("reset")}
        </Button>
      )}
    </span>
  );
}
