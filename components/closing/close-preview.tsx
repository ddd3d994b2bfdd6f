import { Bot, CircleSlash } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CloseMessage } from "@/lib/conversations/schema";

/** What the customer is going to see, exactly. */
export function ClosePreview({ message, botName }: { message: CloseMessage; botName: string }) {
  const t = useTranslations("closing");
  return (
    <section aria-label={t("preview")} aria-live="polite" className="rounded-md bg-sunken p-3">
      <p className="mb-2 text-ink-faint text-xs">{t("preview")}</p>
      {message?.type === "text" && message.text !== "" ? (
        <p className="ml-auto w-fit max-w-[85%] whitespace-pre-wrap break-words rounded-lg rounded-tr-sm border border-line bg-accent-soft px-3 py-2">
          {message.text}
        </p>
      ) : (
        <p className="flex items-center gap-2 text-ink-soft">
          {message?.type === "edge" ? (
            <Bot size={16} aria-hidden />
          ) : (
            <CircleSlash size={16} aria-hidden />
          )}
          {message === null
            ? t("previewNone")
            : message.type === "edge"
              ? t("previewEdge", { bot: botName })
              : t("previewEmpty")}
        </p>
      )}
    </section>
  );
}
