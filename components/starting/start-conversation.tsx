"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { projectsQuery } from "@/lib/projects/query";
import { StartForm } from "./start-form";

type Props = {
  /** The one that is looked at, if it is one. */
  projectId: string | undefined;
  onStarted: (conversationId: string) => void;
  onClose: () => void;
};

/** Asks Jelou for a conversation with a customer who has none, and goes to it. */
export function StartConversation({ projectId, onStarted, onClose }: Props) {
  const t = useTranslations("start");
  const common = useTranslations("common");
  const { data: projects } = useQuery(projectsQuery());
  const [isOnItsWay, setOnItsWay] = useState(false);
  const goTo = (id: string) => {
    onClose();
    onStarted(id);
  };
  const first = projects?.find(({ id }) => id === projectId) ?? projects?.[0];
  return (
    <Dialog title={t("title")} isOpen onClose={onClose}>
      {isOnItsWay ? (
        <>
          <p role="status">{t("done")}</p>
          <DialogFooter>
            <Button look="primary" onPress={onClose} autoFocus>
              {common("close")}
            </Button>
          </DialogFooter>
        </>
      ) : projects && first ? (
        <StartForm
          projects={projects}
          firstProjectId={first.id}
          onStarted={(id) => (id === null ? setOnItsWay(true) : goTo(id))}
          onGoTo={goTo}
          onCancel={onClose}
        />
      ) : (
        projects && <p>{t("noProjects")}</p>
      )}
    </Dialog>
  );
}
