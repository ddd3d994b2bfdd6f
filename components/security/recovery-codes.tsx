"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";

type Props = { codes: string[]; onDone: () => void };

/** Shown once: who closes this without having kept them makes new ones. */
export function RecoveryCodes({ codes, onDone }: Props) {
  const t = useTranslations("security.recovery");
  const common = useTranslations("common");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join("\n")).catch(() => {});
    setCopied(true);
  };
  return (
    <>
      <Notice tone="accent" live>
        {t("keep")}
      </Notice>
      <ol
        aria-label={t("label")}
        className="grid grid-cols-1 gap-x-6 gap-y-1 rounded-md bg-sunken px-4 py-3 font-mono text-sm tabular-nums min-[26rem]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ol>
      <DialogFooter>
        <span className="mr-auto">
          {/* Not what closes: an Enter too many would lose the codes. */}
          <Button onPress={() => void copy()} autoFocus>
            {copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
            <span aria-live="polite">{copied ? common("copied") : common("copy")}</span>
          </Button>
        </span>
        <Button look="primary" onPress={onDone}>
          {t("done")}
        </Button>
      </DialogFooter>
    </>
  );
}
