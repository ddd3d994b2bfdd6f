"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useSaveWebhookAuth } from "@/lib/projects/client";
import type { Project } from "@/lib/projects/schema";
import { FormFailure } from "./form-failure";

/** That what was in force before a change counts as well, until when, and the way to end it. */
export function OverlapNotice({ project }: { project: Project }) {
  const t = useTranslations("projects.overlap");
  const format = useFormatter();
  const save = useSaveWebhookAuth(project.id);
  const until = project.overlapUntil;
  if (until === null) return null;
  return (
    <>
      <Notice
        tone="accent"
        actions={
          <Button
            size="small"
            isPending={save.isPending}
            onPress={() => save.mutate({ endOverlap: true })}
          >
            {t("end")}
          </Button>
        }
      >
        {t("until", { when: format.dateTime(until, { dateStyle: "medium", timeStyle: "short" }) })}
      </Notice>
      <FormFailure error={save.error} />
    </>
  );
}
