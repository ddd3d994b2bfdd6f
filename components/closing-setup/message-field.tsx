"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { closeTemplatesQuery } from "@/lib/projects/query";
import type { MessageChoice } from "@/lib/projects/schema";
import { RouteChoice, TemplateChoice } from "./choices";
import { CustomerTextField } from "./customer-text-field";

type Kind = MessageChoice["type"] | "unset";

type Props<T extends MessageChoice | null> = {
  projectId: string;
  label: string;
  hint?: string;
  value: T;
  /** What may be chosen besides the messages: that nothing is set. */
  canBeUnset: null extends T ? true : false;
  onChange: (value: T) => void;
  /** Says what keeps it from being saved. */
  showFaults: boolean;
  /** Nobody looks at it before it is sent. */
  isUnattended?: boolean;
  error?: string | undefined;
};

/** What a customer is to get: a kind, and what that kind needs. */
export function MessageField<T extends MessageChoice | null>({
  projectId,
  label,
  hint,
  value,
  canBeUnset,
  onChange,
  showFaults,
  isUnattended = false,
  error,
}: Props<T>) {
  const t = useTranslations("closingSetup.message");
  const { data: templates = [] } = useQuery(closeTemplatesQuery(projectId));
  const kinds: Kind[] = [
    ...(canBeUnset ? (["unset"] as const) : []),
    "none",
    "text",
    ...(templates.length > 0 || value?.type === "template" ? (["template"] as const) : []),
    "edge",
  ];
  const change = (choice: MessageChoice | null) => onChange(choice as T);
  const choose = (kind: Kind) =>
    change(
      kind === "unset"
        ? null
        : kind === "text"
          ? { type: kind, text: "" }
          : kind === "template"
            ? { type: kind, templateId: templates[0]?.id ?? "" }
            : { type: kind },
    );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-1">
        <Select
          label={label}
          options={kinds.map((id) => ({ id, name: t(`kinds.${id}`) }))}
          value={value?.type ?? "unset"}
          onChange={choose}
        />
        {hint && <p className="text-ink-faint text-xs">{hint}</p>}
      </div>
      {value?.type === "text" && (
        <CustomerTextField
          label={t("text")}
          rows={3}
          value={value.text}
          onChange={(text) => change({ type: "text", text })}
          showFaults={showFaults}
          isUnattended={isUnattended}
          error={error}
        />
      )}
      {value?.type === "template" && (
        <TemplateChoice
          projectId={projectId}
          value={value}
          isUnattended={isUnattended}
          onChange={(templateId, language) =>
            change({ type: "template", templateId, ...(language ? { language } : {}) })
          }
        />
      )}
      {value?.type === "edge" && (
        <RouteChoice
          projectId={projectId}
          routeId={value.routeId}
          onChange={(routeId) => change({ type: "edge", ...(routeId ? { routeId } : {}) })}
        />
      )}
    </div>
  );
}
