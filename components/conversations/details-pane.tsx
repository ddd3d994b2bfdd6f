"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import dynamic from "next/dynamic";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { CloseStory } from "@/components/closing/close-story";
import { useAccount } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import type { Conversation } from "@/lib/conversations/schema";
import { projectsQuery } from "@/lib/projects/query";
import { DetailsValue } from "./details-value";

const EraseDialog = dynamic(() => import("./erase-dialog").then((module) => module.EraseDialog), {
  loading: () => null,
});

type Props = { conversation: Conversation; isOpen: boolean; onClose: () => void };

/** Who it is and where it comes from; beside the thread on a wide screen, over it on a narrow one. */
export function DetailsPane({ conversation, isOpen, onClose }: Props) {
  const t = useTranslations("details");
  const common = useTranslations("common");
  const format = useFormatter();
  const { role } = useAccount();
  const { data: projects = [] } = useQuery(projectsQuery());
  const [erasing, setErasing] = useState(false);
  const { contact, bot, openedAt, closedAt, lastInAt, metadata, assignment } = conversation;
  const when = (at: number) => format.dateTime(at, { dateStyle: "medium", timeStyle: "short" });
  const project = projects.find(({ id }) => id === conversation.projectId);
  return (
    <aside
      aria-label={t("label")}
      className={`${isOpen ? "fixed inset-y-0 right-0 z-20 flex w-full max-w-90 shadow-pop" : "hidden"} flex-col gap-5 overflow-y-auto border-line border-l bg-surface p-4 xl:static xl:flex xl:w-75 xl:shrink-0 xl:shadow-none`}
    >
      <header className="flex items-center justify-between">
        <h2 className="font-semibold">{t("label")}</h2>
        <span className="xl:hidden">
          <Button look="quiet" size="icon" aria-label={common("close")} onPress={onClose}>
            <X size={18} aria-hidden />
          </Button>
        </span>
      </header>
      <dl className="flex flex-col gap-3">
        <Fact name={t("contact")}>{contact.name ?? t("noName")}</Fact>
        <Fact name={t("contactId")}>
          <span className="tabular-nums">{contact.id}</span>
        </Fact>
        <Fact name={t("project")}>{project?.name ?? conversation.projectId}</Fact>
        <Fact name={t("bot")}>{bot.name ?? bot.id}</Fact>
        <Fact name={t("opened")}>{when(openedAt)}</Fact>
        <Fact name={t("lastIn")}>{lastInAt === null ? t("never") : when(lastInAt)}</Fact>
        {closedAt !== null && <Fact name={t("closed")}>{when(closedAt)}</Fact>}
        <Pairs name={t("assignment")} value={assignment} />
        <Pairs name={t("metadata")} value={metadata} />
        <Fact name={t("conversationId")}>
          <span className="text-ink-soft text-xs">{conversation.jelouConversationId}</span>
        </Fact>
      </dl>
      <CloseStory conversation={conversation} />
      {role === "admin" && (
        <div className="mt-auto border-line border-t pt-4">
          <Button size="small" look="quiet" onPress={() => setErasing(true)}>
            {t("erase")}
          </Button>
        </div>
      )}
      {erasing && <EraseDialog conversation={conversation} onClose={() => setErasing(false)} />}
    </aside>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="text-ink-faint text-xs">{name}</dt>
    <dd className="whitespace-pre-wrap break-words [overflow-wrap:anywhere]">{children}</dd>
  </div>
);

/** What Jelou sent along with it, if anything. */
function Pairs({ name, value }: { name: string; value: unknown }) {
  const isNothing =
    value === null ||
    value === undefined ||
    (typeof value === "object" && Object.keys(value).length === 0);
  return isNothing ? null : (
    <Fact name={name}>
      <DetailsValue value={value} />
    </Fact>
  );
}
