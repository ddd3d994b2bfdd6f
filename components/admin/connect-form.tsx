"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { useConnectProject } from "@/lib/projects/client";
import type { AuthType, Project } from "@/lib/projects/schema";
import { AuthTypeSelect } from "./auth-type-select";
import { ConnectFailure } from "./connect-failure";

type Props = {
  project: Project;
  isPublic: boolean;
  connect: ReturnType<typeof useConnectProject>;
};

/** Of a project that the desk has not registered yet. */
export function ConnectForm({ project, isPublic, connect }: Props) {
  const t = useTranslations("projects.connect");
  const [authType, setAuthType] = useState<AuthType>("bearer");
  const lacksCredentials = project.credentials === null;
  return (
    <>
      <AuthTypeSelect value={authType} onChange={setAuthType} />
      {!isPublic && <Notice tone="alert">{t("private", { url: project.webhookUrl })}</Notice>}
      {project.webhookSecret && <Notice>{t("byHand")}</Notice>}
      <ConnectFailure error={connect.error} project={project} />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          look="primary"
          isDisabled={lacksCredentials}
          isPending={connect.isPending}
          onPress={() => connect.mutate({ authType })}
        >
          {t("submit")}
        </Button>
        {lacksCredentials && <p className="text-ink-soft text-sm">{t("needsCredentials")}</p>}
      </div>
    </>
  );
}
