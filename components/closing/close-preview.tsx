import { Bot, CircleSlash } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CloseMessage } from "@/lib/conversations/schema";

type Props = {
  message: CloseMessage;
  /** Null where there are several. */
  botName: string | null;
  /** Each customer's own values come in later. */
  isFilledLater?: boolean;
};

/** What the customer is going to see, exactly. */
export function ClosePreview({ message, botName, isFilledLater = false }: Props) {
  const t = useTranslations("closing");
  const title = isFilledLater ? t("previewEach") : t("preview");
  return (
    <section aria-label={title} aria-live="polite" className="rounded-md bg-sunken p-3">
      <p className="mb-2 text-ink-faint text-xs">{title}</p>
      {message?.type === "text" && message.text !== "" ? (
        <p className="ml-auto w-fit max-w-[85%] whitespace-pre-wrap break-words rounded-lg rounded-tr-sm border border-line bg-accent-soft px-3 py-2">
          {message.text}
        </p>
      ) : (
        <p className="flex items-center gap-2 text-ink-soft">
          {message?.type === "edge" ? (
            <Bot size={16} aria-hidden className="shrink-0" />
          ) : (
            <CircleSlash size={16} aria-hidden className="shrink-0" />
          )}
          {message === null
            ? t("previewNone")
            : message.type === "text"
              ? t("previewEmpty")
              : message.route
                ? t("previewRoute", { route: message.route.name })
                : botName === null
                  ? t("previewBots")
                  : t("previewEdge", { bot: botName })}
        </p>
      )}
    </section>
  );
}
