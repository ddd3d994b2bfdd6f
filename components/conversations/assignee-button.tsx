"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, UserRound } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useAction } from "@/components/keyboard/keyboard-provider";
import { useAccount } from "@/components/shell/account-context";
import type { Conversation } from "@/lib/conversations/schema";
import { peopleQuery } from "@/lib/users/query";
import { Avatar } from "./avatar";

const loadPopover = () => import("./assignee-popover");
const AssigneePopover = dynamic(() => loadPopover().then((module) => module.AssigneePopover), {
  loading: () => null,
});

type Props = {
  conversation: Conversation;
  onAssign: (assignee: Conversation["assignee"]) => void;
};

/** Who has the conversation, and the way to give it to somebody else. */
export function AssigneeButton({ conversation: { projectId, assignee }, onAssign }: Props) {
  const t = useTranslations("assigning");
  const { id, name } = useAccount();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const people = useQuery({ ...peopleQuery(projectId), enabled: wanted });
  // A desk that is away is asked again when it is opened.
  useEffect(() => void loadPopover().catch(() => {}), []);
  const prepare = () => setWanted(true);
  const open = () => {
    prepare();
    setOpen(true);
  };
  useAction("assign", { run: open });
  useAction("take", {
    run: () => onAssign({ id, name }),
    isEnabled: () => assignee?.id !== id,
  });
  const shown = assignee?.name ?? t("nobody");
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={t("label", { name: shown })}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={open}
        className="flex h-9 min-w-0 shrink-0 items-center gap-1.5 rounded-md px-1.5 text-ink-soft text-sm hover:bg-hover hover:text-ink lg:max-w-48"
      >
        {assignee ? (
          <Avatar name={assignee.name} size="medium" isMe={assignee.id === id} />
        ) : (
          <span className="flex size-7 shrink-0 items-center justify-center rounded-full border border-line-strong border-dashed text-ink-faint">
            <UserRound size={14} aria-hidden />
          </span>
        )}
        <span className="hidden truncate lg:inline">{shown}</span>
        <ChevronDown size={14} aria-hidden className="hidden shrink-0 text-ink-faint sm:inline" />
      </button>
      {wanted && (
        <AssigneePopover
          people={people.data}
          isFailed={people.isError}
          assigneeId={assignee?.id}
          triggerRef={button}
          isOpen={isOpen}
          onOpenChange={setOpen}
          onAssign={onAssign}
        />
      )}
    </>
  );
}
