"use client";

import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Section } from "@/components/admin/admin-page";
import { FormFailure } from "@/components/admin/form-failure";
import { useAccount } from "@/components/shell/account-context";
import { findProblem } from "@/components/shell/provider-problem";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useDisconnect } from "@/lib/users/client";

const ConnectDialog = dynamic(
  () => import("./connect-dialog").then((module) => module.ConnectDialog),
  { loading: () => null },
);

/** The account at the OpenID provider that opens one's own here; nothing on a desk without such a provider. */
export function IdentitySetting() {
  const { provider } = useAccount();
  return provider && <Identity {...provider} />;
}

type Props = { name: string; isConnected: boolean };

function Identity({ name, isConnected }: Props) {
  const t = useTranslations("security.identity");
  return (
    <Section title={t("title", { name })} hint={t("hint", { name })}>
      <Outcome name={name} isConnected={isConnected} />
      {isConnected ? <Connected name={name} /> : <Connect name={name} />}
    </Section>
  );
}

/** What came of it, for who is back from the provider. */
function Outcome({ name, isConnected }: Props) {
  const t = useTranslations("security.identity");
  const problems = useTranslations("provider.problems");
  const outcome = useSearchParams().get("identity");
  const problem = findProblem(outcome);
  if (problem)
    return (
      <Notice tone="alert" live>
        {problems(problem, { name })}
      </Notice>
    );
  return outcome === "connected" && isConnected ? (
    <Notice tone="accent" live>
      {t("justConnected", { name })}
    </Notice>
  ) : null;
}

function Connect({ name }: { name: string }) {
  const t = useTranslations("security.identity");
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <div>
        <Button onPress={() => setAsking(true)}>{t("connect", { name })}</Button>
      </div>
      {isAsking && <ConnectDialog name={name} onClose={() => setAsking(false)} />}
    </>
  );
}

function Connected({ name }: { name: string }) {
  const t = useTranslations("security.identity");
  const { hasPassword } = useAccount();
  const disconnect = useDisconnect();
  return (
    <>
      <p>{t("connected", { name })}</p>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          isDisabled={!hasPassword}
          isPending={disconnect.isPending}
          onPress={() => disconnect.mutate()}
        >
          {t("disconnect")}
        </Button>
        <p className="text-ink-soft text-sm">
          {t(hasPassword ? "disconnectHint" : "needsPassword")}
        </p>
      </div>
      <FormFailure error={disconnect.error} />
    </>
  );
}
