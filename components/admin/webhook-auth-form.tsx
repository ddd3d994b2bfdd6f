"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import * as z from "zod/mini";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { RequestError } from "@/lib/http/request-json";
import { useSaveWebhookAuth } from "@/lib/projects/client";
import type { extraHeader } from "@/lib/projects/input";
import type { Project } from "@/lib/projects/schema";
import { FormFailure, useFieldError } from "./form-failure";
import { SecretHint } from "./secret-hint";

const headerKinds = ["none", "bearer", "api-key", "basic"] as const;
type HeaderKind = (typeof headerKinds)[number];

const hourMs = 60 * 60_000;
const overlaps = { none: 0, hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs };
const overlapKinds = ["none", "hour", "day", "week"] as const;

/** The signing secret and the header that Jelou sends besides, saved together. */
export function WebhookAuthForm({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const [signingSecret, setSigningSecret] = useState("");
  const [kind, setKind] = useState<HeaderKind>(project.webhookHeader?.kind ?? "none");
  const [username, setUsername] = useState("");
  const [value, setValue] = useState("");
  const [overlap, setOverlap] = useState<(typeof overlapKinds)[number]>("none");
  const save = useSaveWebhookAuth(project.id);
  const fieldError = useFieldError(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const header = toHeader(kind, username, value);
    save.mutate({ signingSecret, header, overlapMs: overlaps[overlap] });
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
      {project.webhookSecret && (
        <div className="flex flex-col gap-1">
          <Select
            label={t("overlap.label")}
            options={overlapKinds.map((id) => ({ id, name: t(`overlap.choices.${id}`) }))}
            value={overlap}
            onChange={setOverlap}
          />
          <p className="text-ink-soft text-sm">{t("overlap.hint")}</p>
        </div>
      )}
      <SaveFailure error={save.error} />
      <div>
        <Button type="submit" isPending={save.isPending}>
          {common("save")}
        </Button>
      </div>
    </form>
  );
}

const third = z.object({ reason: z.literal("overlap"), overlapUntil: z.number() });

function SaveFailure({ error }: { error: RequestError | null }) {
  const t = useTranslations("projects.overlap");
  const format = useFormatter();
  const { data } = third.safeParse(error?.body);
  if (!data) return <FormFailure error={error} />;
  const when = format.dateTime(data.overlapUntil, { dateStyle: "medium", timeStyle: "short" });
  return (
    <Notice tone="alert" live>
      {t("third", { when })}
    </Notice>
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
