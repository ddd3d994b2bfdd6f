"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { z } from "zod";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { useSaveWebhookAuth } from "@/lib/projects/client";
import type { extraHeader } from "@/lib/projects/input";
import type { Project } from "@/lib/projects/schema";
import { FormFailure, useFieldError } from "./form-failure";
import { SecretHint } from "./secret-hint";

const headerKinds = ["none", "bearer", "api-key", "basic"] as const;
type HeaderKind = (typeof headerKinds)[number];

/** The signing secret and the header that Jelou sends besides, saved together. */
export function WebhookAuthForm({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const [signingSecret, setSigningSecret] = useState("");
  const [kind, setKind] = useState<HeaderKind>(project.webhookHeader?.kind ?? "none");
  const [username, setUsername] = useState("");
  const [value, setValue] = useState("");
  const save = useSaveWebhookAuth(project.id);
  const fieldError = useFieldError(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ signingSecret, header: toHeader(kind, username, value) });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <SecretHint hint={project.webhookSecret} />
      <TextField
        label={t("signingSecret")}
        hint={t("signingSecretHint")}
        type="password"
        value={signingSecret}
        onChange={setSigningSecret}
        error={fieldError("signingSecret")}
        autoComplete="new-password"
        isRequired
      />
      <Select
        label={t("header")}
        options={headerKinds.map((id) => ({ id, name: t(`headers.${id}`) }))}
        value={kind}
        onChange={setKind}
      />
      {kind === "basic" && (
        <TextField
          label={t("username")}
          value={username}
          onChange={setUsername}
          autoComplete="off"
          isRequired
        />
      )}
      {kind !== "none" && (
        <TextField
          label={t("headerValue")}
          type="password"
          value={value}
          onChange={setValue}
          error={
            fieldError("header.token") ??
            fieldError("header.apiKey") ??
            fieldError("header.password")
          }
          autoComplete="new-password"
          isRequired
        />
      )}
      <FormFailure error={save.error} />
      <div>
        <Button type="submit" isPending={save.isPending}>
          {common("save")}
        </Button>
      </div>
    </form>
  );
}

function toHeader(
  kind: HeaderKind,
  username: string,
  value: string,
): z.input<typeof extraHeader> | null {
  switch (kind) {
    case "none":
      return null;
    case "bearer":
      return { kind, token: value };
    case "api-key":
      return { kind, apiKey: value };
    case "basic":
      return { kind, username, password: value };
  }
}
