"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { EntryButton, EntryField } from "./entry-field";
import { type SignInOutcome, signIn } from "./sign-in";

type Problem = Exclude<SignInOutcome, "ok" | "code_needed">;

/** E-mail and password, then the code of who has a second factor. */
export function LoginForm() {
  const t = useTranslations("login");
  const [busy, setBusy] = useState<"busy" | "waiting">();
  const [problem, setProblem] = useState<Problem>();
  /** What has proven right and waits for the code. */
  const [given, setGiven] = useState<{ email: string; password: string }>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const { email, password } = given ?? { email: text("email"), password: text("password") };
    setBusy("busy");
    setProblem(undefined);
    const outcome = await signIn(email, password, text("code"), () => setBusy("waiting"));
    if (outcome === "ok") return window.location.assign("/conversations");
    if (outcome === "code_needed") setGiven({ email, password });
    else setProblem(outcome);
    setBusy(undefined);
  };
  const goBack = () => {
    setGiven(undefined);
    setProblem(undefined);
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {given ? <CodeFields email={given.email} /> : <PasswordFields />}
      <p role="alert" className="text-alert text-sm empty:hidden">
        {problem && t(problem)}
      </p>
      <p role="status" className="text-ink-soft text-sm empty:hidden">
        {busy === "waiting" && t("waiting")}
      </p>
      <EntryButton busy={busy !== undefined}>{busy ? t("busy") : t("submit")}</EntryButton>
      {given && (
        <button
          type="button"
          onClick={goBack}
          className="self-start text-ink-soft text-sm underline"
        >
          {t("back")}
        </button>
      )}
    </form>
  );
}

function PasswordFields() {
  const t = useTranslations("login");
  return (
    <>
      <EntryField name="email" type="email" label={t("email")} autoComplete="username" required />
      <EntryField
        name="password"
        type="password"
        label={t("password")}
        autoComplete="current-password"
        required
      />
    </>
  );
}

function CodeFields({ email }: { email: string }) {
  const t = useTranslations("login");
  return (
    <>
      <p className="break-words text-ink-soft text-sm">{email}</p>
      <EntryField
        name="code"
        label={t("code")}
        autoComplete="one-time-code"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={30}
        required
        autoFocus
      />
      <p className="text-ink-soft text-sm">{t("codeHint")}</p>
    </>
  );
}
