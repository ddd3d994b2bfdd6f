"use client";

import { CircleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { Message } from "@/lib/conversations/schema";
import { useMessageStep } from "@/lib/messages/client";
import { useMessageCause } from "./use-message-cause";

/** Under one that has failed: that it did, why, and what one can do. */
export function FailedMessage({ message }: { message: Message }) {
  const t = useTranslations("message");
  const closing = useTranslations("closing");
  const format = useFormatter();
  const cause = useMessageCause();
  const retry = useMessageStep("retry");
  const discard = useMessageStep("discard");
  const { error, author, at } = message;
  const stepError = retry.error ?? discard.error;
  return (
    <footer className="flex flex-col gap-1.5 text-sm">
      <p className="flex flex-wrap items-center gap-x-2 text-xs">
        <span className="flex items-center gap-1 font-semibold text-alert">
          <CircleAlert size={14} aria-hidden className="shrink-0" />
          {t("states.failed")}
        </span>
        <span className="text-ink-soft">
          {author?.name} {format.dateTime(at, { hour: "2-digit", minute: "2-digit" })}
        </span>
      </p>
      <p>
        {error && cause.failed(error)}
        {error?.message && ` ${closing("jelouSays", { words: error.message })}`}
      </p>
      <p className="flex flex-wrap gap-2">
        <Button size="small" isPending={retry.isPending} onPress={() => retry.mutate(message)}>
          {t("retry")}
        </Button>
        <Button
          size="small"
          look="quiet"
          isPending={discard.isPending}
          onPress={() => discard.mutate(message)}
        >
          {t("discard")}
        </Button>
      </p>
      {stepError && (
        <p role="alert" className="text-alert">
          {stepError.code === "conflict" ? t("stepSettled") : t("stepFailed")}
        </p>
      )}
    </footer>
  );
}
