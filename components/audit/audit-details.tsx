"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { AuditEntry } from "@/lib/audit/schema";
import { describeDetail } from "./describe-detail";
import type { AuditView } from "./use-audit-view";
import { useDetailWords } from "./use-detail-words";

type Props = { entry: AuditEntry; onNarrow: (some: AuditView) => void };

/** All that was kept, and the ways to what belongs to it. */
export function AuditDetails({ entry, onNarrow }: Props) {
  const t = useTranslations("audit");
  const words = useDetailWords();
  const { at, subject, projectId, address, userAgent, requestId, detail } = entry;
  const facts = Object.entries({ project: projectId, address, userAgent, requestId });
  const lines = [
    ...describeDetail(detail, words),
    ...(subject ? [{ label: t("fields.subjectId"), value: subject.id }] : []),
    ...facts.flatMap(([key, value]) =>
      value === null ? [] : { label: words.label(key), value: words.value(key, value) },
    ),
    { label: t("fields.at"), value: new Date(at).toISOString() },
  ];
  return (
    <div className="flex flex-col gap-3 text-sm">
      <dl className="grid grid-cols-[7.5rem_1fr] sm:grid-cols-[12rem_1fr] gap-x-4 gap-y-1">
        {lines.map(({ label, value }) => (
          <div key={`${label} ${value}`} className="contents">
            <dt className="text-ink-soft">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <Narrowing entry={entry} onNarrow={onNarrow} />
    </div>
  );
}

function Narrowing({ entry: { action, actor, subject, address }, onNarrow }: Props) {
  const t = useTranslations("audit.only");
  const ways: [string, AuditView][] = [
    [t("action"), { action, about: undefined }],
    ...(actor ? [[t("actor"), { actor: actor.id }] as [string, AuditView]] : []),
    ...(subject ? [[t("subject"), { subject: subject.id }] as [string, AuditView]] : []),
    ...(address === null ? [] : [[t("address"), { address }] as [string, AuditView]]),
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent
    <div role="group" aria-label={t("label")} className="flex flex-wrap items-center gap-2">
      <span aria-hidden className="text-ink-soft text-xs">
        {t("label")}
      </span>
      {ways.map(([name, some]) => (
        <Button key={name} size="small" onPress={() => onNarrow(some)}>
          {name}
        </Button>
      ))}
    </div>
  );
}
