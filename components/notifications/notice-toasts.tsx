"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useGoTo } from "@/components/shell/use-selected-id";
import { Button } from "@/components/ui/button";
import { ForgetToast, Toast, ToastRegion, ToastText } from "@/components/ui/toast";
import type { NoticeWords } from "./use-notice-words";

export type Notice = NoticeWords & { id: string; conversationId: string };

type Props = { notices: Notice[]; onForget: (id: string) => void };

const mostShown = 3;
const lingerMs = 15_000;

/** For who looks at the desk, but elsewhere; what they say stays in the list. */
export function NoticeToasts({ notices, onForget }: Props) {
  const t = useTranslations("notifications");
  if (notices.length === 0) return null;
  return (
    <ToastRegion label={t("region")}>
      {notices.slice(-mostShown).map((notice) => (
        <NoticeToast key={notice.id} notice={notice} onForget={() => onForget(notice.id)} />
      ))}
    </ToastRegion>
  );
}

function NoticeToast({ notice, onForget }: { notice: Notice; onForget: () => void }) {
  const t = useTranslations("notifications");
  const goTo = useGoTo();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock starts once, not at each render
  useEffect(() => {
    const timer = setTimeout(onForget, lingerMs);
    return () => clearTimeout(timer);
  }, []);
  const show = () => {
    goTo(notice.conversationId);
    onForget();
  };
  return (
    <Toast>
      <ToastText title={notice.title}>
        <span className="line-clamp-2 break-words">{notice.text}</span>
      </ToastText>
      <Button size="small" onPress={show}>
        {t("show")}
      </Button>
      <ForgetToast onPress={onForget} />
    </Toast>
  );
}
