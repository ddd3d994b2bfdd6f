"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type RefObject, useId } from "react";
import { AnswerPopover, answerOptionId } from "@/components/canned-answers/answer-popover";
import { useAccount } from "@/components/shell/account-context";
import { useCountUse } from "@/lib/canned-answers/client";
import { findSlash } from "@/lib/canned-answers/find-slash";
import { cannedAnswersQuery } from "@/lib/canned-answers/query";
import { rankAnswers } from "@/lib/canned-answers/rank-answers";
import type { CannedAnswer } from "@/lib/canned-answers/schema";
import type { Conversation } from "@/lib/conversations/schema";
import { fillTemplate, findPlaceholder } from "@/lib/projects/fill-template";
import { projectsQuery } from "@/lib/projects/query";
import { replaceRange } from "./replace-range";
import { useSuggestions } from "./use-suggestions";
import { abovePlace } from "./writing-field";

type Options = {
  conversation: Conversation;
  text: string;
  caret: number | null;
  field: RefObject<HTMLTextAreaElement | null>;
};

/** What `/` in an answer offers, filled in for this customer. */
export function useCannedAnswers({ conversation, text, caret, field }: Options) {
  const t = useTranslations("composer");
  const queries = useQueryClient();
  const { name } = useAccount();
  const { data: projects } = useQuery(projectsQuery());
  const countUse = useCountUse();
  const id = useId();
  const { projectId, contact } = conversation;
  const found = caret === null ? null : findSlash(text, caret);
  const query = useQuery({ ...cannedAnswersQuery(projectId), enabled: found !== null });
  const values = {
    "contact.name": contact.name,
    "agent.name": name,
    "project.name": projects?.find((project) => project.id === projectId)?.name ?? null,
  };

  const pick = (answer: CannedAnswer, range: { start: number; end: number }) => {
    if (!field.current) return;
    replaceRange(field.current, range, fillTemplate(answer.text, values).text);
    countUse.mutate(answer.id);
    selectPlaceholder(field.current);
  };
  const suggestions = useSuggestions({
    found,
    items: found && query.data ? rankAnswers(query.data, found.word) : [],
    isPending: query.isPending,
    onPick: pick,
  });
  const { isWanted, isOpen, items, activeIndex } = suggestions;
  const isEmpty = isWanted && query.data?.length === 0;
  return {
    onKey: suggestions.onKeyDown,
    /** So that they are there when they are wanted. */
    prefetch: () => void queries.prefetchQuery(cannedAnswersQuery(projectId)),
    list: isOpen
      ? {
          id,
          activeId: answerOptionId(id, activeIndex),
          face: (
            <AnswerPopover
              id={id}
              answers={items}
              values={values}
              activeIndex={activeIndex}
              onPick={suggestions.pick}
            />
          ),
        }
      : undefined,
    hint: isEmpty ? (
      <div className={abovePlace}>
        <p className="w-fit animate-appear rounded-md border border-line bg-raised px-3 py-2 text-ink-soft text-sm shadow-pop">
          {t("noAnswers")}{" "}
          <Link
            href="/answers"
            onMouseDown={(event) => event.preventDefault()}
            className="font-medium text-accent underline underline-offset-2"
          >
            {t("addAnswers")}
          </Link>
        </p>
      </div>
    ) : null,
  };
}

/** What is still to be written by hand is marked, so that the next key writes it. False where there is nothing. */
export function selectPlaceholder(field: HTMLTextAreaElement): boolean {
  const left = findPlaceholder(field.value);
  if (!left) return false;
  field.focus();
  field.setSelectionRange(left.start, left.end);
  return true;
}
