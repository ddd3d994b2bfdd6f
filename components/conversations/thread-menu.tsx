"use client";

import { EllipsisVertical } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { useClosing } from "@/components/closing/closing-provider";
import { useAction } from "@/components/keyboard/keyboard-provider";
import { Menu } from "@/components/ui/menu";
import { useMarkUnread } from "@/lib/conversations/client";
import type { Conversation } from "@/lib/conversations/schema";

type Props = { conversation: Conversation; onBack: () => void; onDetails: () => void };

/** What one does less often. */
export function ThreadMenu({ conversation, onBack, onDetails }: Props) {
  const t = useTranslations("thread");
  const { openStart } = useClosing();
  const unread = useMarkUnread();
  const showsDetails = useDetailsBeside();
  const { id, status, messageCount } = conversation;
  const canBeUnread = messageCount > 0;
  const markUnread = () => {
    // Before that it would be read again at once.
    onBack();
    unread.mutate(id);
  };
  useAction("unread", { run: markUnread, isEnabled: () => canBeUnread });
  const items = [
    ...(showsDetails ? [] : [{ id: "details", name: t("details"), onAction: onDetails }]),
    ...(canBeUnread ? [{ id: "unread", name: t("markUnread"), onAction: markUnread }] : []),
    ...(status === "closed"
      ? [{ id: "start", name: t("startAgain"), onAction: () => openStart(conversation) }]
      : []),
  ];
  if (items.length === 0) return null;
  return (
    <Menu
      label={t("more")}
      className="flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
      sections={[{ items }]}
    >
      <EllipsisVertical size={18} aria-hidden />
    </Menu>
  );
}

const wide = "(min-width: 80rem)";

/** On a wide screen they are always there. */
const useDetailsBeside = () =>
  useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(wide);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => window.matchMedia(wide).matches,
    () => true,
  );
