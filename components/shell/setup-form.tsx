"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import * as z from "zod/mini";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import { EntryButton, EntryField } from "./entry-field";
import { signIn } from "./sign-in";

export function SetupForm({ token }: { token: string }) {
  const t = useTranslations("setup");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    setBusy(true);
    setProblem(undefined);
    try {
      await requestJson("/api/setup", z.unknown(), { method: "POST", body: { ...form, token } });
      await signIn(form.email ?? "", form.password ?? "");
      window.location.assign("/admin/projects");
    } catch (error) {
      const { code, fields } = error as RequestError;
      setProblem(
        code === "forbidden" ? t("badToken") : fields.password ? t("passwordHint") : t("failed"),
      );
      setBusy(false);
    }
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <EntryField name="name" label={t("name")} autoComplete="name" required maxLength={100} />
      <EntryField name="email" type="email" label={t("email")} autoComplete="username" required />
      <EntryField
        name="password"
        type="password"
        label={t("password")}
        autoComplete="new-password"
        minLength={8}
        required
      />
      <p className="text-ink-faint text-xs">{t("passwordHint")}</p>
      <p role="alert" className="text-alert text-sm empty:hidden">
        {problem}
      </p>
      <EntryButton busy={busy}>{t("submit")}</EntryButton>
    </form>
  );
}
