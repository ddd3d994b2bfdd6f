"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { EntryButton, EntryField } from "./entry-field";
import { signIn } from "./sign-in";

export function LoginForm() {
  const t = useTranslations("login");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<"wrong" | "offline">();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    const outcome = await signIn(String(form.get("email")), String(form.get("password")));
    if (outcome === "ok") return window.location.assign("/conversations");
    setProblem(outcome);
    setBusy(false);
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <EntryField name="email" type="email" label={t("email")} autoComplete="username" required />
      <EntryField
        name="password"
        type="password"
        label={t("password")}
        autoComplete="current-password"
        required
      />
      <p role="alert" className="text-alert text-sm empty:hidden">
        {problem && t(problem)}
      </p>
      <EntryButton busy={busy}>{busy ? t("busy") : t("submit")}</EntryButton>
    </form>
  );
}
