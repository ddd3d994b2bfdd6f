"use client";

import dynamic from "next/dynamic";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { type useConnectProject, useUpdateIntegration } from "@/lib/projects/client";
import type { AuthType, Project } from "@/lib/projects/schema";
import { AuthTypeSelect } from "./auth-type-select";
import { ConnectFailure } from "./connect-failure";

const RegisterAgainDialog = dynamic(
  () => import("./register-again-dialog").then((module) => module.RegisterAgainDialog),
  { loading: () => null },
);

type Integration = NonNullable<Project["integration"]>;
type Props = {
  project: Project;
  integration: Integration;
  connect: ReturnType<typeof useConnectProject>;
};

/** Of a project that the desk has registered: what Jelou knows, and how to change it. */
export function ConnectedForm({ project, integration, connect }: Props) {
  const t = useTranslations("projects.connect");
  const [authType, setAuthType] = useState<AuthType>(integration.authType);
  const [isAsking, setAsking] = useState(false);
  const update = useUpdateIntegration(project.id);
  const change = (input: { authType?: AuthType }) => {
    connect.reset();
    update.mutate(input);
  };
  const registerAgain = () => {
    setAsking(false);
    update.reset();
    connect.mutate({ authType });
  };
  const last = update.isSuccess ? update : connect;
  const asked = last.isSuccess ? last.variables.authType : undefined;
  const isUnconfirmed = asked !== undefined && asked !== last.data?.integration?.authType;
  return (
    <>
      <RegisteredLine integration={integration} />
      {integration.webhookUrl !== project.webhookUrl && (
        <Notice
          tone="alert"
          actions={
            <Button size="small" isPending={update.isPending} onPress={() => change({})}>
              {t("update")}
            </Button>
          }
        >
          {t("moved", { url: integration.webhookUrl })}
        </Notice>
      )}
      <AuthTypeSelect value={authType} onChange={setAuthType} />
      <ConnectFailure error={update.error} project={project} isUpdate />
      <ConnectFailure error={connect.error} project={project} />
      {isUnconfirmed && <Notice live>{t("unconfirmed")}</Notice>}
      {update.isSuccess && !isUnconfirmed && (
        <Notice tone="accent" live>
          {t("saved")}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          isPending={update.isPending}
          onPress={() => change({ authType })}
          // The button that was pressed to connect is gone.
          autoFocus={connect.isSuccess}
        >
          {t("change")}
        </Button>
        <Button look="quiet" isPending={connect.isPending} onPress={() => setAsking(true)}>
          {t("again")}
        </Button>
      </div>
      {isAsking && (
        <RegisterAgainDialog onClose={() => setAsking(false)} onSubmit={registerAgain} />
      )}
    </>
  );
}

function RegisteredLine({ integration }: { integration: Integration }) {
  const t = useTranslations("projects.connect");
  const format = useFormatter();
  const [when, changed] = [integration.registeredAt, integration.updatedAt].map((time) =>
    format.dateTime(time, { dateStyle: "medium", timeStyle: "short" }),
  ) as [string, string];
  return (
    <p className="text-ink-soft text-sm">
      {when === changed ? t("registered", { when }) : t("updated", { when, changed })}
    </p>
  );
}
