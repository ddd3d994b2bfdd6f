"use client";

import { AtSign, CircleAlert } from "lucide-react";
import { useLocale, useNow, useTranslations } from "next-intl";
import type { SyntheticEvent } from "react";
import { useAccount } from "@/components/shell/account-context";
import { Badge } from "@/components/ui/badge";
import { describeClose } from "@/lib/conversations/describe-close";
import type { Conversation } from "@/lib/conversations/schema";
import { formatDuration } from "@/lib/i18n/format-duration";
import { Avatar } from "./avatar";
import { useMessageSummary } from "./use-message-summary";

type Props = {
  conversation: Conversation;
  projectName: string | undefined;
  isSelected: boolean;
  isGone: boolean;
  isTicked: boolean;
  onTick: (range: boolean) => void;
};

export function ConversationRow({
  conversation,
  projectName,
  isSelected,
  isGone,
  isTicked,
  onTick,
}: Props) {
  const t = useTranslations("row");
  const summary = useMessageSummary();
  const { contact, bot, lastMessage, unread, mentioned, assignee } = conversation;
  const place = [projectName, bot.name ?? bot.id].filter(Boolean).join(" · ");
  return (
    <div
      className={`flex h-full items-stretch ${isSelected ? "bg-accent-soft" : "hover:bg-hover"} ${isGone ? "opacity-50" : ""}`}
    >
      <TickBox name={contact.name ?? contact.id} isTicked={isTicked} onTick={onTick} />
      <div className="flex min-w-0 flex-1 flex-col justify-center gap-0.5 pr-4">
        <div className="flex items-baseline gap-2">
          <span
            className={`min-w-0 flex-1 truncate ${unread > 0 ? "font-semibold" : "font-medium"}`}
          >
            {contact.name ?? contact.id}
          </span>
          <Times conversation={conversation} />
        </div>
        <div className="flex items-center gap-2">
          <span
            className={`min-w-0 flex-1 truncate text-sm ${unread > 0 ? "text-ink" : "text-ink-soft"}`}
          >
            {lastMessage ? summary(lastMessage.type, lastMessage.preview) : t("noMessages")}
          </span>
          {mentioned && (
            <span className="flex size-4.5 shrink-0 items-center justify-center rounded-full bg-note text-on-note">
              <AtSign size={12} strokeWidth={2.5} aria-hidden />
              <span className="sr-only">{t("mentioned")}</span>
            </span>
          )}
          {unread > 0 && (
            <span className="shrink-0 rounded-full bg-accent px-1.5 font-semibold text-on-accent text-xs">
              {unread > 99 ? "99+" : unread}
              <span className="sr-only"> {t("unread")}</span>
            </span>
          )}
        </div>
        <div className="flex min-h-5 items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-ink-faint text-xs">{place}</span>
          <RowState conversation={conversation} isGone={isGone} />
          {assignee && <Assignee assignee={assignee} />}
        </div>
      </div>
    </div>
  );
}

function Assignee({ assignee: { id, name } }: { assignee: { id: string; name: string } }) {
  const t = useTranslations("row");
  const { id: me } = useAccount();
  return (
    <>
      <Avatar name={name} isMe={id === me} />
      <span className="sr-only">{t("assignedTo", { name })}</span>
    </>
  );
}

type TickProps = { name: string; isTicked: boolean; onTick: (range: boolean) => void };

/** By keyboard the space bar does it, so the row stays one stop. A press on it is none on the row. */
function TickBox({ name, isTicked, onTick }: TickProps) {
  const t = useTranslations("row");
  const stop = (event: SyntheticEvent) => event.stopPropagation();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: it only keeps the presses from the row
    <label
      onPointerDown={stop}
      onMouseDown={stop}
      onClick={stop}
      className="flex w-10 shrink-0 cursor-pointer items-start justify-center pt-4"
    >
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={t("tick", { name })}
        checked={isTicked}
        onChange={(event) => onTick((event.nativeEvent as MouseEvent).shiftKey)}
        className="size-4 cursor-pointer accent-accent"
      />
    </label>
  );
}

/** How long the customer has waited, or when something last happened. */
function Times({ conversation }: { conversation: Conversation }) {
  const t = useTranslations("row");
  const locale = useLocale();
  const now = useNow({ updateInterval: 10_000 }).getTime();
  const { waitingSince, activityAt } = conversation;
  if (waitingSince !== null && conversation.status !== "closing") {
    const time = formatDuration(now - waitingSince, locale);
    const long = now - waitingSince > 15 * 60_000;
    return (
      <span className={`shrink-0 text-xs ${long ? "font-semibold text-ink" : "text-ink-soft"}`}>
        {t("waits", { time })}
      </span>
    );
  }
  return (
    <span className="shrink-0 text-ink-faint text-xs">
      {t("ago", { time: formatDuration(now - activityAt, locale) })}
    </span>
  );
}

function RowState({ conversation, isGone }: { conversation: Conversation; isGone: boolean }) {
  const t = useTranslations("row");
  const phases = useTranslations("closing.phases");
  const now = useNow({ updateInterval: 5_000 }).getTime();
  const { close, status, wroteAfterClose } = conversation;
  if (isGone) return <Badge>{t("gone")}</Badge>;
  if (conversation.unsent > 0) {
    return (
      <Badge tone="alert">
        <CircleAlert size={12} aria-hidden className="shrink-0" />
        {t("unsent")}
      </Badge>
    );
  }
  if (wroteAfterClose) return <Badge tone="accent">{t("wroteAfter")}</Badge>;
  const story = close && describeClose(close, now);
  if (!story || story.phase === "cancelled")
    return status === "closed" ? <Badge>{t("closed")}</Badge> : null;
  if (status === "open" && story.tone !== "bad") return null;
  const settledHere = status === "closed" && story.tone === "bad" && story.phase !== "unconfirmed";
  if (settledHere) return <Badge>{t("closed")}</Badge>;
  return (
    <Badge tone={story.tone === "bad" ? "alert" : "quiet"}>
      {story.tone === "bad" && <CircleAlert size={12} aria-hidden className="shrink-0" />}
      {phases(`${story.phase}.short`)}
    </Badge>
  );
}
