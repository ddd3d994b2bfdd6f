"use client";

import { useQuery } from "@tanstack/react-query";
import { AtSign, Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useId, useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import { Notice } from "@/components/ui/notice";
import type { Conversation } from "@/lib/conversations/schema";
import { usePost } from "@/lib/messages/client";
import { longestText } from "@/lib/messages/schema";
import { peopleQuery } from "@/lib/users/query";
import { BoxFrame } from "./box-frame";
import { EmojiButton } from "./emoji-button";
import { findAt, findMentions, insertMention, rankPeople } from "./find-mentions";
import { toNote } from "./make-outgoing";
import { PeopleList, personOptionId } from "./people-list";
import { insertHere, insertWord, replaceRange } from "./replace-range";
import { SendButton } from "./send-button";
import { ToolButton } from "./tool-button";
import { useSuggestions } from "./use-suggestions";
import { WritingField } from "./writing-field";

type Props = {
  conversation: Conversation;
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onChange: (text: string) => void;
};

const nobody: ReadonlySet<string> = new Set();

/** What stays in the team. */
export function NoteBox({ conversation, field, text, onChange }: Props) {
  const t = useTranslations("composer");
  const { id: me, name } = useAccount();
  const id = useId();
  const told = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [picked, setPicked] = useState(nobody);
  const post = usePost();
  const { data: everybody, isPending } = useQuery(peopleQuery(conversation.projectId));
  const people = everybody?.filter((person) => person.id !== me) ?? [];
  const mentioned = findMentions(text, people, picked);
  const found = caret === null ? null : findAt(text, caret);
  const isTooLong = text.trim().length > longestText;
  const suggestions = useSuggestions({
    found,
    items: found ? rankPeople(people, found.word) : [],
    isPending,
    onPick: (person, range) => {
      if (!field.current) return;
      setPicked(new Set([...picked, person.id]));
      const { start, end, written } = insertMention(text, range, person);
      replaceRange(field.current, { start, end }, written);
    },
  });

  const keep = () => {
    if (text.trim() === "" || isTooLong) return;
    post.mutate(toNote(conversation.id, { id: me, name }, text, mentioned));
    setPicked(nobody);
    onChange("");
    field.current?.focus();
  };

  return (
    <>
      {isTooLong && <Notice tone="alert">{t("faults.noteTooLong", { most: longestText })}</Notice>}
      <BoxFrame
        kind="note"
        length={text.trim().length}
        field={
          <WritingField
            ref={field}
            label={t("noteField")}
            placeholder={t("notePlaceholder")}
            value={text}
            isInvalid={isTooLong}
            describedBy={mentioned.length > 0 ? told : undefined}
            onChange={onChange}
            onCaret={setCaret}
            onKey={suggestions.onKeyDown}
            onSend={keep}
            list={
              suggestions.isOpen
                ? {
                    id,
                    activeId: personOptionId(id, suggestions.activeIndex),
                    face: (
                      <PeopleList
                        id={id}
                        people={suggestions.items}
                        activeIndex={suggestions.activeIndex}
                        onPick={suggestions.pick}
                      />
                    ),
                  }
                : undefined
            }
          />
        }
        tools={
          <>
            <ToolButton
              label={t("mention")}
              onPress={() => field.current && insertWord(field.current, "@")}
            >
              <AtSign size={18} aria-hidden />
            </ToolButton>
            <EmojiButton
              onPick={(emoji) => field.current && insertHere(field.current, emoji)}
              onLeave={() => field.current?.focus()}
            />
            {mentioned.length > 0 && (
              <span id={told} className="min-w-0 truncate px-1 text-note-strong text-xs">
                {t("tells", { names: mentioned.map((person) => person.name).join(", ") })}
              </span>
            )}
          </>
        }
        buttons={
          <SendButton
            look="note"
            icon={<Lock size={15} aria-hidden />}
            isDisabled={text.trim() === ""}
            onPress={keep}
          >
            {t("keepNote")}
          </SendButton>
        }
      />
    </>
  );
}
