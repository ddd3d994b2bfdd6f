"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import * as z from "zod/mini";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import type { OneTimeLink } from "@/lib/users/schema";
import { EntryButton, EntryField } from "./entry-field";
import { ProviderButton } from "./provider-button";
import { signIn } from "./sign-in";

type Props = { token: string; link: OneTimeLink; providerName: string | undefined };

/** Sets the password that a link lets one choose, and signs in with it. */
export function ChoosePassword({ token, link, providerName }: Props) {
  const t = useTranslations("link");
  const invites = link.purpose === "invitation";
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<"tooShort" | "ended" | "offline">();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const password = String(new FormData(event.currentTarget).get("password"));
    setBusy(true);
    setProblem(undefined);
    try {
      const body = { token, password };
      await requestJson("/api/password-reset/use", z.void(), { method: "POST", body });
      // Whom this doesn't let in, for want of a second factor, signs in as always.
      const outcome = await signIn(link.email, password);
      window.location.assign(outcome === "ok" ? "/conversations" : "/login");
    } catch (error) {
      const { code } = error as RequestError;
      setProblem(code === "bad_input" ? "tooShort" : code === "not_found" ? "ended" : "offline");
      setBusy(false);
    }
  };

  const keepInvitation = async () => {
    await requestJson("/api/invitation/identity", z.void(), { method: "POST", body: { token } });
    return true;
  };

  return (
    <div className="flex flex-col gap-4">
      <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <EntryField
          name="email"
          type="email"
          label={t("account", { name: link.name })}
          value={link.email}
          autoComplete="username"
          readOnly
        />
        <EntryField
          name="password"
          type="password"
          label={t(invites ? "firstPassword" : "password")}
          autoComplete="new-password"
          minLength={8}
          maxLength={200}
          required
        />
        <p className="text-ink-faint text-xs">{t(invites ? "firstHint" : "hint")}</p>
        <p role="alert" className="text-alert text-sm empty:hidden">
          {problem && t(problem)}
        </p>
        <EntryButton busy={busy}>{t("save")}</EntryButton>
      </form>
      {invites && providerName && <ProviderButton name={providerName} prepare={keepInvitation} />}
    </div>
  );
}
