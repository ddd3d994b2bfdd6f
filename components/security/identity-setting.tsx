"use client";

import { useMutation } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import * as z from "zod/mini";
import { Section } from "@/components/admin/admin-page";
import { FormFailure } from "@/components/admin/form-failure";
import { useAccount } from "@/components/shell/account-context";
import { goToProvider } from "@/components/shell/go-to-provider";
import { findProblem } from "@/components/shell/provider-problem";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { type RequestError, requestJson } from "@/lib/http/request-json";
import { useDisconnect } from "@/lib/users/client";

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
  const problems = useTranslations("provider.problems");
  const connect = useMutation<"leaving" | "unreachable" | "offline", RequestError, void>({
    mutationFn: async () => {
      await requestJson("/api/account/identity", z.void(), { method: "POST" });
      return goToProvider("/preferences/security");
    },
  });
  const isLeaving = connect.isPending || connect.data === "leaving";
  return (
    <>
      <div>
        <Button isPending={isLeaving} onPress={() => connect.mutate()}>
          {t("connect", { name })}
        </Button>
      </div>
      {connect.data && connect.data !== "leaving" && (
        <Notice tone="alert" live>
          {problems(connect.data, { name })}
        </Notice>
      )}
      <FormFailure error={connect.error} />
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
