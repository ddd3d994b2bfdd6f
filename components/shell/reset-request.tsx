"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import * as z from "zod/mini";
import { requestJson } from "@/lib/http/request-json";
import { EntryButton, EntryField } from "./entry-field";

/** Asks for a link by mail. What it says doesn't tell whether there is such an account. */
export function ResetRequest({ canMail }: { canMail: boolean }) {
  const t = useTranslations("link");
  const [state, setState] = useState<"asking" | "busy" | "sent" | "offline">("asking");

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state === "busy") return;
    const email = String(new FormData(event.currentTarget).get("email"));
    setState("busy");
    await requestJson("/api/password-reset", z.unknown(), { method: "POST", body: { email } }).then(
      () => setState("sent"),
      () => setState("offline"),
    );
  };

  if (!canMail || state === "sent") {
    return (
      <div className="flex flex-col gap-4">
        <p role="status" className="rounded-md bg-sunken px-3 py-2">
          {t(canMail ? "sent" : "askAdmin")}
        </p>
        <ToLogin />
      </div>
    );
  }
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <EntryField name="email" type="email" label={t("email")} autoComplete="username" required />
      <p role="alert" className="text-alert text-sm empty:hidden">
        {state === "offline" && t("offline")}
      </p>
      <EntryButton busy={state === "busy"}>{t("send")}</EntryButton>
      <ToLogin />
    </form>
  );
}

function ToLogin() {
  const t = useTranslations("link");
  return (
    <p className="text-sm">
      <a href="/login" className="underline">
        {t("toLogin")}
      </a>
    </p>
  );
}
