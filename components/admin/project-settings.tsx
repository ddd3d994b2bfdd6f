"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { useChangeProject } from "@/lib/projects/client";
import type { Project } from "@/lib/projects/schema";
import { Section } from "./admin-page";
import { ConnectSection } from "./connect-section";
import { CopyField } from "./copy-field";
import { CredentialsForm } from "./credentials-form";
import { FormFailure, useFieldError } from "./form-failure";
import { OverlapNotice } from "./overlap-notice";
import { WebhookAuthForm } from "./webhook-auth-form";

export function ProjectSettings({ project }: { project: Project }) {
  const t = useTranslations("projects");
  return (
    <div className="border-line border-t px-4 sm:px-5">
      <ConnectSection project={project} />
      <Section title={t("general")} hint={t("generalHint")}>
        <GeneralForm key={project.updatedAt} project={project} />
      </Section>
      <Section
        title={t("credentials")}
        hint={t("credentialsHint")}
        anchor={`credentials-${project.id}`}
      >
        <CredentialsForm key={project.credentials?.updatedAt} project={project} />
      </Section>
      <Section title={t("webhook")} hint={t("webhookHint")}>
        <CopyField label={t("webhookUrl")} value={project.webhookUrl} />
        <OverlapNotice project={project} />
        <ByHand project={project} />
      </Section>
      <Section title={t("operation")}>
        <Operation project={project} />
      </Section>
    </div>
  );
}

/** Out of the way where the desk has registered itself. */
function ByHand({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const form = <WebhookAuthForm key={project.webhookSecret?.updatedAt} project={project} />;
  if (!project.integration) return form;
  return (
    <details>
      <summary className="w-fit rounded-md text-ink-soft text-sm hover:text-ink">
        {t("byHand")}
      </summary>
      <div className="flex flex-col gap-4 pt-3">
        <Notice>{t("byHandHint")}</Notice>
        {form}
      </div>
    </details>
  );
}

function GeneralForm({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const [name, setName] = useState(project.name);
  const [jelouProjectId, setJelouProjectId] = useState(project.jelouProjectId);
  const [gatewayUrl, setGatewayUrl] = useState(project.gatewayUrl);
  const [messagesUrl, setMessagesUrl] = useState(project.messagesUrl);
  const [signatureMode, setSignatureMode] = useState(project.signatureMode);
  const change = useChangeProject(project.id);
  const fieldError = useFieldError(change.error);
  const moved =
    project.credentials !== null && originOf(gatewayUrl) !== originOf(project.gatewayUrl);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const renamed = jelouProjectId === project.jelouProjectId ? {} : { jelouProjectId };
    change.mutate({ name, ...renamed, gatewayUrl, messagesUrl, signatureMode });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={t("name")}
        value={name}
        onChange={setName}
        error={fieldError("name")}
        maxLength={100}
        isRequired
      />
      <TextField
        label={t("jelouProjectId")}
        hint={t("jelouProjectIdHint")}
        value={jelouProjectId}
        onChange={setJelouProjectId}
        error={
          change.error?.code === "conflict"
            ? fieldError("jelouProjectId") && t("jelouProjectIdHeld")
            : fieldError("jelouProjectId")
        }
        maxLength={100}
        isRequired
      />
      <TextField
        label={t("gatewayUrl")}
        value={gatewayUrl}
        onChange={setGatewayUrl}
        error={fieldError("gatewayUrl")}
        isRequired
      />
      {moved && <Notice tone="alert">{t("movedHint")}</Notice>}
      <TextField
        label={t("messagesUrl")}
        value={messagesUrl}
        onChange={setMessagesUrl}
        error={fieldError("messagesUrl")}
        isRequired
      />
      <Select
        label={t("signatureMode")}
        options={[
          { id: "raw", name: t("signatureModes.raw") },
          { id: "json", name: t("signatureModes.json") },
        ]}
        value={signatureMode}
        onChange={setSignatureMode}
      />
      <FormFailure error={change.error} />
      <div>
        <Button type="submit" isPending={change.isPending}>
          {common("save")}
        </Button>
      </div>
    </form>
  );
}

function Operation({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const change = useChangeProject(project.id);
  const { closesPaused, archivedAt } = project;
  return (
    <>
      <Row
        title={closesPaused ? t("closesPausedNow") : t("pauseCloses")}
        hint={t("pauseClosesHint")}
        action={closesPaused ? t("resume") : t("pause")}
        isPending={change.isPending}
        onPress={() => change.mutate({ closesPaused: !closesPaused })}
      />
      <Row
        title={archivedAt === null ? t("archive") : t("archivedNow")}
        hint={t("archiveHint")}
        action={archivedAt === null ? t("archiveAction") : t("restore")}
        isPending={change.isPending}
        onPress={() => change.mutate({ archived: archivedAt === null })}
      />
      <FormFailure error={change.error} />
    </>
  );
}

type RowProps = {
  title: string;
  hint: string;
  action: string;
  isPending: boolean;
  onPress: () => void;
};

const Row = ({ title, hint, action, isPending, onPress }: RowProps) => (
  <div className="flex flex-wrap items-center justify-between gap-3">
    <div className="min-w-0 flex-1 basis-60">
      <p className="font-medium">{title}</p>
      <p className="text-ink-soft text-sm">{hint}</p>
    </div>
    <Button isPending={isPending} onPress={onPress}>
      {action}
    </Button>
  </div>
);

const originOf = (address: string) => (URL.canParse(address) ? new URL(address).origin : address);
