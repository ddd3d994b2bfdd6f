"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Section } from "@/components/admin/admin-page";
import { QueryFaces } from "@/components/admin/query-faces";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { SecondFactor } from "@/lib/auth/account-schema";
import { secondFactorQuery } from "@/lib/auth/query";

const SetUpDialog = dynamic(() => import("./set-up-dialog").then((module) => module.SetUpDialog), {
  loading: () => null,
});
const RenewDialog = dynamic(() => import("./renew-dialog").then((module) => module.RenewDialog), {
  loading: () => null,
});
const SwitchOffDialog = dynamic(
  () => import("./switch-off-dialog").then((module) => module.SwitchOffDialog),
  { loading: () => null },
);

const few = 3;

/** Codes of an authenticator, asked for after the password. */
export function SecondFactorSetting() {
  const t = useTranslations("security.factor");
  const query = useQuery(secondFactorQuery());
  const [dialog, setDialog] = useState<"set-up" | "renew" | "off">();
  const close = () => setDialog(undefined);
  return (
    <Section title={t("title")} hint={t("hint")}>
      <QueryFaces
        query={query}
        loading={t("loading")}
        failed={t("failed")}
        tryAgain={t("tryAgain")}
      />
      {query.data &&
        (query.data.since === null ? (
          <>
            <p>{t("off")}</p>
            <div>
              <Button look="primary" onPress={() => setDialog("set-up")}>
                {t("switchOn")}
              </Button>
            </div>
          </>
        ) : (
          <On
            state={query.data}
            onRenew={() => setDialog("renew")}
            onSwitchOff={() => setDialog("off")}
          />
        ))}
      {dialog === "set-up" && <SetUpDialog onClose={close} />}
      {dialog === "renew" && <RenewDialog onClose={close} />}
      {dialog === "off" && <SwitchOffDialog onClose={close} />}
    </Section>
  );
}

type OnProps = { state: SecondFactor; onRenew: () => void; onSwitchOff: () => void };

function On({ state: { since, recoveryCodesLeft }, onRenew, onSwitchOff }: OnProps) {
  const t = useTranslations("security.factor");
  const format = useFormatter();
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone="accent">{t("isOn")}</Badge>
        {t("since", { when: format.dateTime(since!, { dateStyle: "long" }) })}
      </p>
      {recoveryCodesLeft < few ? (
        <Notice tone="alert">{t("fewLeft", { count: recoveryCodesLeft })}</Notice>
      ) : (
        <p className="text-ink-soft">{t("left", { count: recoveryCodesLeft })}</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onPress={onRenew}>{t("renew")}</Button>
        <Button look="quiet" onPress={onSwitchOff}>
          {t("switchOff")}
        </Button>
      </div>
    </>
  );
}
