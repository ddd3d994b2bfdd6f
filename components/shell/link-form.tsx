"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import { type OneTimeLink, oneTimeLink } from "@/lib/users/schema";
import { ChoosePassword } from "./choose-password";
import { ResetRequest } from "./reset-request";

type Props = { page: "invitation" | "reset"; canMail: boolean; providerName: string | undefined };

type State = { token: string } & (
  | { face: "looking" | "none" | "over" | "offline" }
  | { face: "open"; link: OneTimeLink }
);

/** What an invitation or a password link opens. Its token stands in the fragment, which only the browser knows. */
export function LinkForm({ page, canMail, providerName }: Props) {
  const t = useTranslations("link");
  const [state, setState] = useState<State>({ face: "looking", token: "" });

  useEffect(() => {
    const look = async () => setState(await lookUp());
    void look();
    const again = () => void look();
    window.addEventListener("hashchange", again);
    return () => window.removeEventListener("hashchange", again);
  }, []);

  if (state.face === "looking") return <p className="text-ink-soft">{t("looking")}</p>;
  if (state.face === "open") return <ChoosePassword {...state} providerName={providerName} />;
  if (state.face === "none" && page === "reset") return <ResetRequest canMail={canMail} />;
  const over = state.face === "offline" ? "offline" : "over";
  return (
    <div className="flex flex-col gap-4">
      <p role="alert" className="rounded-md bg-alert-soft px-3 py-2">
        {t(over === "offline" ? "offline" : page === "reset" ? "resetOver" : "invitationOver")}
      </p>
      <p className="flex flex-wrap gap-x-4 gap-y-2 text-sm">
        {over === "over" && page === "reset" && canMail && (
          <a href="/reset" className="underline">
            {t("askAgain")}
          </a>
        )}
        <a href="/login" className="underline">
          {t("toLogin")}
        </a>
      </p>
    </div>
  );
}

async function lookUp(): Promise<State> {
  const token = new URLSearchParams(window.location.hash.slice(1)).get("token") ?? "";
  if (token === "") return { face: "none", token };
  try {
    const body = { token: token.slice(0, 200) };
    const link = await requestJson("/api/password-reset/check", oneTimeLink, {
      method: "POST",
      body,
    });
    return { face: "open", token, link };
  } catch (error) {
    return { face: (error as RequestError).code === "not_found" ? "over" : "offline", token };
  }
}
