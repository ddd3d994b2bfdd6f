"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { formatJson } from "./format-json";

/** More than this at once makes a phone slow. */
const mostShown = 64 * 1024;

/** Names and values as they came, which a stranger may have written: text, and nothing else. */
export const HeaderList = ({ headers }: { headers: Record<string, string> }) => (
  <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-3 gap-y-1 font-mono text-xs">
    {Object.entries(headers).map(([name, value]) => (
      <div key={name} className="col-span-2 grid grid-cols-subgrid">
        <dt className="text-ink-soft">{name}</dt>
        <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
      </div>
    ))}
  </dl>
);

type Props = { text: string; encoding: "utf8" | "base64" };

export function BodyText({ text, encoding }: Props) {
  const t = useTranslations("deliveries");
  const common = useTranslations("common");
  const [isWhole, setWhole] = useState(false);
  const [isRaw, setRaw] = useState(false);
  const [copied, setCopied] = useState(false);
  if (text === "") return <p className="text-ink-soft text-sm">{t("emptyBody")}</p>;
  const pretty = encoding === "utf8" ? formatJson(text) : text;
  const shown = isRaw ? text : pretty;
  const copy = async () => {
    await navigator.clipboard.writeText(text).catch(() => {});
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <div className="flex flex-col gap-2">
      {encoding === "base64" && <p className="text-ink-soft text-sm">{t("notText")}</p>}
      <section
        aria-label={t("body")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without a pointer it is scrolled by the arrow keys
        tabIndex={0}
        className="max-h-96 overflow-y-auto rounded-md bg-sunken p-3"
      >
        <pre dir="ltr" className="whitespace-pre-wrap font-mono text-xs [overflow-wrap:anywhere]">
          {isWhole ? shown : shown.slice(0, mostShown)}
        </pre>
      </section>
      <div className="flex flex-wrap gap-2">
        {shown.length > mostShown && !isWhole && (
          <Button size="small" onPress={() => setWhole(true)}>
            {t("showWhole")}
          </Button>
        )}
        {pretty !== text && (
          <Button size="small" look="quiet" onPress={() => setRaw(!isRaw)}>
            {isRaw ? t("formatted") : t("asItCame")}
          </Button>
        )}
        <Button size="small" look="quiet" onPress={() => void copy()}>
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          <span aria-live="polite">{copied ? common("copied") : common("copy")}</span>
        </Button>
      </div>
    </div>
  );
}
