"use client";

import { Circle, CircleCheck, CircleDashed, Hourglass, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { Project } from "@/lib/projects/schema";
import { type ConnectStep, type Reach, type StepState, toConnectSteps } from "./to-connect-steps";

type Props = {
  project: Project;
  reach: Reach & { isFetching: boolean };
  onCheck: () => void;
};

const looks = {
  done: { Icon: CircleCheck, color: "text-accent", tone: "accent" },
  todo: { Icon: Circle, color: "text-ink-faint", tone: "quiet" },
  waiting: { Icon: Hourglass, color: "text-ink-soft", tone: "quiet" },
  warning: { Icon: TriangleAlert, color: "text-alert", tone: "alert" },
  checking: { Icon: CircleDashed, color: "text-ink-faint", tone: "quiet" },
} as const satisfies Record<StepState, object>;

/** What still lacks, each thing with how it stands and what to do about it. */
export function ConnectChecklist({ project, reach, onCheck }: Props) {
  const t = useTranslations("projects.connect");
  const words = useStepWords(project, reach);
  return (
    <ol aria-label={t("checklist")} className="divide-y divide-line rounded-md border border-line">
      {toConnectSteps(project, reach).map((step) => {
        const { Icon, color, tone } = looks[step.state];
        return (
          <li key={step.id} className="flex items-start gap-3 px-3 py-2">
            <Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${color}`} />
            <div className="min-w-0 flex-1">
              <div className="flex items-start justify-between gap-3">
                <p className="font-medium">{t(`steps.${step.id}.name`)}</p>
                <Badge tone={tone}>{t(`word.${step.state}`)}</Badge>
              </div>
              <p className="break-words text-ink-soft text-sm">
                {words(step)}
                {step.id === "credentials" && step.state === "todo" && (
                  <>
                    {" "}
                    <a
                      href={`#credentials-${project.id}`}
                      className="text-accent-strong underline underline-offset-2"
                    >
                      {t("steps.credentials.go")}
                    </a>
                  </>
                )}
              </p>
              {step.id === "address" && step.state === "warning" && (
                <div className="py-1">
                  <Button size="small" isPending={reach.isFetching} onPress={onCheck}>
                    {t("steps.address.again")}
                  </Button>
                </div>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function useStepWords(project: Project, reach: Reach) {
  const t = useTranslations("projects.connect.steps");
  const format = useFormatter();
  const { origin } = new URL(project.webhookUrl);
  const detail = reach.data?.detail ?? "";
  const first = project.integration?.firstEventAt ?? 0;
  const when = format.dateTime(first, { dateStyle: "medium", timeStyle: "short" });
  return (step: ConnectStep): string => {
    switch (step.id) {
      case "address":
        return t(`address.${step.words}`, { origin, detail });
      case "event":
        return t(`event.${step.words}`, { when });
      case "credentials":
        return t(`credentials.${step.words}`);
      case "secret":
        return t(`secret.${step.words}`);
      case "close":
        return t(`close.${step.words}`);
    }
  };
}
