"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useSaveUser } from "@/lib/users/client";
import type { User } from "@/lib/users/schema";
import { FormFailure } from "./form-failure";

/** Ends somebody's sessions, and takes away a second factor that he has lost or an account that isn't his any more. */
export function UserAccess({ user }: { user: User }) {
  const t = useTranslations("users");
  const signOut = useSaveUser(user.id);
  const removeFactor = useSaveUser(user.id);
  const disconnect = useSaveUser(user.id);
  const secondFactor = user.secondFactor && !removeFactor.isSuccess;
  const connected = user.connected && !disconnect.isSuccess;
  const outcomes = [
    disconnect.isSuccess && t("disconnected"),
    removeFactor.isSuccess && t("factorRemoved"),
    signOut.isSuccess && t("signedOut"),
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent
    <div role="group" aria-label={t("access")} className="flex flex-col gap-1">
      <p className="font-medium text-ink-soft text-sm">{t("access")}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          isPending={signOut.isPending}
          onPress={() => signOut.mutate({ signOut: true })}
        >
          {t("signOut")}
        </Button>
        {secondFactor && (
          <Button
            size="small"
            isPending={removeFactor.isPending}
            onPress={() => removeFactor.mutate({ secondFactor: false })}
          >
            {t("removeFactor")}
          </Button>
        )}
        {connected && (
          <Button
            size="small"
            isPending={disconnect.isPending}
            onPress={() => disconnect.mutate({ identity: false })}
          >
            {t("disconnect")}
          </Button>
        )}
      </div>
      {secondFactor && <p className="text-ink-faint text-xs">{t("removeFactorHint")}</p>}
      <p role="status" className="text-ink-soft text-sm empty:hidden">
        {outcomes.filter(Boolean).join(" ")}
      </p>
      <FormFailure error={signOut.error ?? removeFactor.error ?? disconnect.error} />
    </div>
  );
}
