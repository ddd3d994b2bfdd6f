import { useFormatter, useTranslations } from "next-intl";
import type { Entry } from "./to-entries";

type Props = { entry: Exclude<Entry, { kind: "day" | "new" | "message" | "unposted" }> };

/** What happened to the conversation, said in its thread. */
export function SystemLine({ entry }: Props) {
  const format = useFormatter();
  const words = useWords(entry);
  return (
    <div className="py-2 text-center text-ink-faint text-xs">
      <p className="break-words">
        {words} · {format.dateTime(entry.at, { hour: "2-digit", minute: "2-digit" })}
      </p>
    </div>
  );
}

function useWords(entry: Props["entry"]): string {
  const t = useTranslations("system");
  if (entry.kind === "started")
    return entry.words ? t("startedWith", { words: entry.words }) : t("started");
  if (entry.kind === "marked") return t("marked", { name: entry.name, note: entry.note });
  const { close, reason } = entry;
  if (!close || close.lastError?.code === "closed_elsewhere") {
    return reason ? t("closedByJelouBecause", { reason }) : t("closedByJelou");
  }
  const name = close.requestedBy.name;
  if (close.message === null) return t("closedNone", { name });
  if (close.message.type === "edge") {
    const { route } = close.message;
    return route ? t("closedRoute", { name, route: route.name }) : t("closedEdge", { name });
  }
  return t("closedText", { name, text: close.message.text });
}
