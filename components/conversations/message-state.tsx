import { Check, CircleSlash, Clock, Hourglass, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Message } from "@/lib/conversations/schema";
import type { Place } from "./to-entries";

const icons = {
  sending: Clock,
  queued: Clock,
  retrying: RefreshCw,
  held: Hourglass,
  discarded: CircleSlash,
};

/** How far one that goes out has come, by a word and a shape; of one that was sent, quietly. */
export function MessageState({ message, place }: { message: Message; place: Place }) {
  const t = useTranslations("message.states");
  if (message.state === "sent") {
    return (
      <span className="inline-flex items-center">
        <Check size={14} aria-hidden />
        <span className="sr-only">{t("sent")}</span>
      </span>
    );
  }
  const state =
    message.state === "discarded"
      ? "discarded"
      : place === "sending" && message.error !== null
        ? "retrying"
        : place;
  const Icon = icons[state];
  return (
    <span className="inline-flex items-center gap-1">
      <Icon size={12} aria-hidden className="shrink-0" />
      {t(state)}
    </span>
  );
}
