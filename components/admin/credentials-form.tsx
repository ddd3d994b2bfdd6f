"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { useSaveCredentials, useTestCredentials } from "@/lib/projects/client";
import type { Project } from "@/lib/projects/schema";
import { FormFailure, useFieldError } from "./form-failure";
import { SecretHint } from "./secret-hint";

export function CredentialsForm({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const [kind, setKind] = useState<"basic" | "api-key">(project.credentials?.kind ?? "basic");
  const [clientId, setClientId] = useState("");
  const [secret, setSecret] = useState("");
  const save = useSaveCredentials(project.id);
  const test = useTestCredentials(project.id);
  const fieldError = useFieldError(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    test.reset();
    save.mutate(
      kind === "basic" ? { kind, clientId, clientSecret: secret } : { kind, apiKey: secret },
    );
  };
  return (
    <>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <SecretHint hint={project.credentials} />
        <Select
          label={t("kind")}
          options={[
            { id: "basic", name: t("kinds.basic") },
            { id: "api-key", name: t("kinds.api-key") },
          ]}
          value={kind}
          onChange={setKind}
        />
        {kind === "basic" && (
          <TextField
            label={t("clientId")}
            value={clientId}
            onChange={setClientId}
            error={fieldError("clientId")}
            autoComplete="off"
            isRequired
          />
        )}
        <TextField
          label={kind === "basic" ? t("clientSecret") : t("apiKey")}
          type="password"
          value={secret}
          onChange={setSecret}
          error={fieldError(kind === "basic" ? "clientSecret" : "apiKey")}
          autoComplete="new-password"
          isRequired
        />
        <FormFailure error={save.error} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" isPending={save.isPending}>
            {common("save")}
          </Button>
          {project.credentials && (
            <Button look="quiet" isPending={test.isPending} onPress={() => test.mutate()}>
              {t("test")}
            </Button>
          )}
        </div>
      </form>
      {test.data && (
        <Notice tone={test.data.ok ? "accent" : "alert"} live>
          {test.data.ok
            ? t("testOk")
            : test.data.ok === false
              ? t("testWrong")
              : t("testUnclear", { detail: test.data.detail ?? "" })}
        </Notice>
      )}
      {test.error && <FormFailure error={test.error} />}
    </>
  );
}
