"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { useStartConversation } from "@/lib/conversations/client";
import { botsQuery } from "@/lib/conversations/query";
import { AssignmentFields } from "./assignment-fields";
import { BotField } from "./bot-field";
import { DetailRows } from "./detail-rows";
import { type Draft, findRowFaults, labelOf, looksLocal, toRequest } from "./make-start";
import { StartFailure } from "./start-failure";

type Props = {
  projects: { id: string; name: string }[];
  firstProjectId: string;
  /** Null where Jelou's webhook is still to come. */
  onStarted: (conversationId: string | null) => void;
  onGoTo: (conversationId: string) => void;
  onCancel: () => void;
};

export function StartForm({ projects, firstProjectId, onStarted, onGoTo, onCancel }: Props) {
  const t = useTranslations("start");
  const common = useTranslations("common");
  const start = useStartConversation();
  const [draft, setDraft] = useState<Draft>({
    projectId: firstProjectId,
    bot: "",
    customer: "",
    message: "",
    rows: [],
    assignment: { type: "none", target: "" },
  });
  const set = (change: Partial<Draft>) => setDraft((known) => ({ ...known, ...change }));
  const { data: bots = [] } = useQuery(botsQuery(draft.projectId));
  const [showsFaults, setShowsFaults] = useState(false);
  const faults = findRowFaults(draft.rows);
  // With a single bot there is nothing to choose.
  const [isBotTouched, setBotTouched] = useState(false);
  const bot = !isBotTouched && bots[0] && bots.length === 1 ? labelOf(bots[0], bots) : draft.bot;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShowsFaults(true);
    if (start.isPending || faults.size > 0) return;
    start.mutate(toRequest({ ...draft, bot }, bots), { onSuccess: ({ id }) => onStarted(id) });
  };
  const fieldError = (field: string) =>
    Object.keys(start.error?.fields ?? {}).some((path) => path.split(".")[0] === field)
      ? t("fieldWrong")
      : undefined;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-ink-soft">{t("intro")}</p>
      {projects.length > 1 && (
        <Select
          label={t("project")}
          options={projects.map(({ id, name }) => ({ id, name }))}
          value={draft.projectId}
          onChange={(projectId: string) => {
            setBotTouched(false);
            set({ projectId, bot: "" });
          }}
        />
      )}
      <TextField
        label={t("customer")}
        hint={looksLocal(draft.customer) ? t("customerLocal") : t("customerHint")}
        value={draft.customer}
        onChange={(customer) => set({ customer })}
        error={fieldError("userId")}
        maxLength={256}
        autoComplete="off"
        isRequired
        autoFocus
      />
      <BotField
        key={draft.projectId}
        projectId={draft.projectId}
        value={bot}
        onChange={(next) => {
          setBotTouched(true);
          set({ bot: next });
        }}
        error={fieldError("botId")}
      />
      <TextField
        label={t("message")}
        hint={t("messageHint")}
        value={draft.message}
        onChange={(message) => set({ message })}
        error={fieldError("initialMessage")}
        rows={2}
        maxLength={4096}
      />
      <details className="group flex flex-col gap-4">
        <summary className="flex w-fit items-center gap-1 rounded font-medium text-ink-soft text-sm hover:text-ink">
          <ChevronRight
            size={14}
            aria-hidden
            className="transition-transform duration-100 group-open:rotate-90"
          />
          {t("more")}
        </summary>
        <div className="flex flex-col gap-4 pt-3">
          <DetailRows
            rows={draft.rows}
            faults={showsFaults ? faults : new Map()}
            onChange={(rows) => set({ rows })}
          />
          <AssignmentFields
            value={draft.assignment}
            onChange={(assignment) => set({ assignment })}
            error={fieldError("assignment")}
          />
        </div>
      </details>
      {start.error && <StartFailure error={start.error} onGoTo={onGoTo} />}
      <DialogFooter>
        <Button onPress={onCancel}>{common("cancel")}</Button>
        <Button type="submit" look="primary" isPending={start.isPending}>
          {t("submit")}
        </Button>
      </DialogFooter>
    </form>
  );
}
