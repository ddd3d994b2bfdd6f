"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { goToProvider } from "./go-to-provider";

type Props = {
  /** What the OpenID provider is called. */
  name: string;
  /** What goes before it; whether one may leave then. */
  prepare?: () => Promise<boolean>;
};

/** The other way in. It looks as plain as the card that it stands on: the first screen loads without our components. */
export function ProviderButton({ name, prepare }: Props) {
  const t = useTranslations("provider");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<"unreachable" | "offline">();

  const leave = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const ready = prepare ? await prepare().catch(() => false) : true;
    const outcome = ready ? await goToProvider() : "offline";
    if (outcome === "leaving") return;
    setProblem(outcome);
    setBusy(false);
  };

  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-3 text-ink-faint text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
      <button
        type="button"
        aria-disabled={busy}
        onClick={() => void leave()}
        className="min-h-10 rounded-md border border-line-strong/60 bg-raised px-4 py-2 font-medium outline-offset-2 transition-colors duration-100 hover:bg-hover aria-disabled:opacity-60"
      >
        {busy ? t("leaving", { name }) : t("enter", { name })}
      </button>
      <p role="alert" className="text-alert text-sm empty:hidden">
        {problem && t(`problems.${problem}`, { name })}
      </p>
    </div>
  );
}
