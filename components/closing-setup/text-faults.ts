"use client";

import { useTranslations } from "next-intl";
import { findTemplateFaults, templateVariables } from "@/lib/projects/fill-template";

const inBraces = (names: readonly string[]) => names.map((name) => `{{${name}}}`).join(", ");

export const isTextFaulty = (text: string) => {
  const { unknown, unpaired } = findTemplateFaults(text);
  return text.trim() === "" || unknown.length > 0 || unpaired;
};

/** What there is to say about the variables in a text. */
export function useVariableWords() {
  const t = useTranslations("closingSetup.variables");
  const word = t("standInWord");
  const example = `{{contact.name|${word}}}`;
  const known = inBraces(templateVariables);
  return {
    known: t("known", { known }),
    standIn: t("standIn", { example, word }),
    mayLack: t("mayLack", { example }),
    mustNotLack: t("mustNotLack", { example }),
    templateLacks: t("templateLacks", { example }),
    /** `isDone`: the writer isn't about to close his braces any more. */
    describeFault: (text: string, isDone: boolean): string | undefined => {
      const { unknown, unpaired } = findTemplateFaults(text);
      if (unknown.length > 0) return t("unknown", { names: inBraces(unknown), known });
      return unpaired && isDone
        ? t("unpaired", { example: inBraces(["contact.name"]) })
        : undefined;
    },
  };
}
