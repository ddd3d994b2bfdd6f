"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Badge } from "@/components/ui/badge";
import type { CannedAnswer } from "@/lib/canned-answers/schema";
import { fillTemplate, type TemplateValues } from "@/lib/projects/fill-template";

type Props = {
  /** The list's own id, for aria-controls; its options' ids are made of it. */
  id: string;
  answers: CannedAnswer[];
  /** What their variables stand for here. */
  values: TemplateValues;
  activeIndex: number;
  onPick: (answer: CannedAnswer) => void;
};

/** For aria-activedescendant. */
export const answerOptionId = (id: string, index: number) => `${id}-${index}`;

/**
 * What there is for a typed `/word`. The focus stays in the text, whose keys move `activeIndex`; where it stands is for
 * whoever shows it to say.
 */
export function AnswerPopover({ id, answers, values, activeIndex, onPick }: Props) {
  const t = useTranslations("cannedAnswers");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[activeIndex]?.scrollIntoView({ block: "nearest" });
  }, [activeIndex]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={t("title")}
      className="max-h-72 w-full max-w-120 animate-appear overflow-y-auto overscroll-contain rounded-md border border-line bg-raised p-1 shadow-pop"
    >
      {answers.map((answer, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field that has the focus has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: as above, by aria-activedescendant
        <div
          key={answer.id}
          id={answerOptionId(id, index)}
          role="option"
          aria-selected={index === activeIndex}
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(answer)}
          className="flex cursor-pointer flex-col rounded px-2 py-1.5 hover:bg-hover aria-selected:bg-accent-soft"
        >
          <span className="flex items-center gap-2">
            <span className="min-w-0 break-words font-medium">/{answer.shortcut}</span>
            {answer.projectId === null && <Badge>{t("mine")}</Badge>}
          </span>
          <span className="line-clamp-2 break-words text-ink-soft text-sm">
            {fillTemplate(answer.text, values).text}
          </span>
        </div>
      ))}
    </div>
  );
}
