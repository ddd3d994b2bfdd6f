"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, CircleAlert } from "lucide-react";
import { useNow, useTranslations } from "next-intl";
import { useEffect } from "react";
import { openConversation } from "@/components/shell/use-selected-id";
import { Button } from "@/components/ui/button";
import { ForgetToast, Toast, ToastRegion, ToastText } from "@/components/ui/toast";
import { useCloseStep } from "@/lib/conversations/client";
import { describeClose } from "@/lib/conversations/describe-close";
import { conversationQuery } from "@/lib/conversations/query";
import type { Close } from "@/lib/conversations/schema";

export type TrackedClose = { conversationId: string; closeId: string; name: string };

type Props = { tracked: TrackedClose[]; onForget: (closeId: string) => void };

/** Follows the viewer's own closes: undo while there is time, then what came of them. */
export function CloseToasts({ tracked, onForget }: Props) {
  const t = useTranslations("closing.toast");
  return (
    <ToastRegion label={t("region")}>
      {tracked.slice(-4).map((each) => (
        <CloseToast key={each.closeId} {...each} onForget={() => onForget(each.closeId)} />
      ))}
    </ToastRegion>
  );
}

const lingerMs = 4_000;

function CloseToast({
  conversationId,
  closeId,
  name,
  onForget,
}: TrackedClose & { onForget: () => void }) {
  const { data } = useQuery(conversationQuery(conversationId));
  const close = data?.close?.id === closeId ? data.close : undefined;
  const now = useNow({ updateInterval: 250 }).getTime();
  const { phase, tone } = (close && describeClose(close, now)) ?? {};
  const over =
    phase !== undefined &&
    ["accepted", "confirmed", "cancelled", "closedElsewhere"].includes(phase);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock starts when the close is over, not at each render
  useEffect(() => {
    if (!over) return;
    const timer = setTimeout(onForget, lingerMs);
    return () => clearTimeout(timer);
  }, [over]);

  if (!close || !phase) return null;
  const bad = tone === "bad";
  return (
    <Toast isAlert={bad}>
      {bad && <CircleAlert size={18} aria-hidden className="shrink-0 text-alert" />}
      {(phase === "accepted" || phase === "confirmed") && (
        <Check size={18} aria-hidden className="shrink-0 text-accent" />
      )}
      <ToastWords close={close} name={name} now={now} />
      {(phase === "undoable" || phase === "held") && <UndoButton close={close} />}
      {bad && <ShowButton conversationId={conversationId} onPress={onForget} />}
      {bad && <ForgetToast onPress={onForget} />}
      {phase === "undoable" && <Countdown close={close} />}
    </Toast>
  );
}

function ToastWords({ close, name, now }: { close: Close; name: string; now: number }) {
  const t = useTranslations("closing");
  const { phase } = describeClose(close, now);
  return <ToastText title={name}>{t(`phases.${phase}.short`)}</ToastText>;
}

/** Ctrl+Z does the same, as long as one isn't typing. */
function UndoButton({ close }: { close: Close }) {
  const t = useTranslations("closing.toast");
  const undo = useCloseStep("cancel");
  const { mutate } = undo;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest("input, textarea, [contenteditable]");
      if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || typing) return;
      event.preventDefault();
      mutate(close);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [close, mutate]);
  return (
    <Button size="small" isPending={undo.isPending} onPress={() => undo.mutate(close)}>
      {t("undo")}
    </Button>
  );
}

function ShowButton({ conversationId, onPress }: { conversationId: string; onPress: () => void }) {
  const t = useTranslations("closing.toast");
  const show = () => {
    openConversation(conversationId);
    onPress();
  };
  return (
    <Button size="small" onPress={show}>
      {t("show")}
    </Button>
  );
}

function Countdown({ close }: { close: Close }) {
  const whole = close.dueAt - close.requestedAt;
  const left = Math.max(0, close.dueAt - Date.now());
  return (
    <span
      aria-hidden
      className="absolute bottom-0 left-0 h-0.5 bg-accent transition-[width] duration-200 ease-linear"
      style={{ width: `${whole > 0 ? (100 * left) / whole : 0}%` }}
    />
  );
}
