"use client";

import Link from "next/link";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { useAccount } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useCloseStep } from "@/lib/conversations/client";
import { type CloseAction, describeClose } from "@/lib/conversations/describe-close";
import type { Close, Conversation } from "@/lib/conversations/schema";
import { CloseFailure } from "./close-failure";
import { useClosing } from "./closing-provider";

/** The whole truth about the close of a conversation: what happened, what comes next, what one can do. */
export function CloseStatus({ conversation, close }: { conversation: Conversation; close: Close }) {
  const t = useTranslations("closing");
  const format = useFormatter();
  const now = useNow({ updateInterval: 1_000 }).getTime();
  const { phase, cause, tone, actions } = describeClose(close, now);
  const seconds = (at: number) => Math.max(0, Math.ceil((at - now) / 1_000));
  const next = close.nextAttemptAt ?? close.dueAt;
  const words = close.lastError?.message;
  return (
    <Notice
      tone={tone === "bad" ? "alert" : tone === "good" ? "accent" : "quiet"}
      live
      actions={actions.map((action) => (
        <Action key={action} action={action} conversation={conversation} close={close} />
      ))}
    >
      <p className="font-medium">{t(`phases.${phase}.title`)}</p>
      <p className="text-ink-soft text-sm">
        {cause && `${t(`causes.${cause}`)} `}
        {t(`phases.${phase}.next`, {
          seconds: seconds(next),
          time: format.dateTime(close.settledAt ?? close.requestedAt, {
            hour: "2-digit",
            minute: "2-digit",
          }),
        })}
      </p>
      {words && <p className="mt-1 text-ink-soft text-sm">{t("jelouSays", { words })}</p>}
      <FieldWords close={close} />
    </Notice>
  );
}

function FieldWords({ close }: { close: Close }) {
  const fields = Object.entries(close.lastError?.fields ?? {});
  if (fields.length === 0) return null;
  return (
    <ul className="mt-1 text-ink-soft text-sm">
      {fields.map(([path, words]) => (
        <li key={path}>
          <code className="font-medium">{path}</code>: {words.join(" ")}
        </li>
      ))}
    </ul>
  );
}

type ActionProps = { action: CloseAction; conversation: Conversation; close: Close };

function Action({ action, conversation, close }: ActionProps) {
  const t = useTranslations("closing.actions");
  const { openClose, openMark } = useClosing();
  const undo = useCloseStep("cancel");
  const retry = useCloseStep("retry");
  const { role } = useAccount();
  switch (action) {
    case "undo":
      return (
        <>
          <Button size="small" isPending={undo.isPending} onPress={() => undo.mutate(close)}>
            {t("undo")}
          </Button>
          {undo.error && <CloseFailure error={undo.error} />}
        </>
      );
    case "retry":
      return (
        <>
          <Button size="small" isPending={retry.isPending} onPress={() => retry.mutate(close)}>
            {t("retry")}
          </Button>
          {retry.error && <CloseFailure error={retry.error} />}
        </>
      );
    case "edit":
      return (
        <Button size="small" onPress={() => openClose(conversation)}>
          {t("edit")}
        </Button>
      );
    case "mark":
      return (
        <Button size="small" onPress={() => openMark(conversation)}>
          {t("mark")}
        </Button>
      );
    case "admin":
      return role === "admin" ? (
        <Link
          href="/admin/projects"
          className="inline-flex h-7 items-center rounded-md border border-line-strong/60 bg-raised px-2 font-medium text-sm hover:bg-hover"
        >
          {t("admin")}
        </Link>
      ) : null;
  }
}
