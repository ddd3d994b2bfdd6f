"use client";

import { MessagesSquare } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { openConversation, useSelectedId } from "@/components/shell/use-selected-id";
import { EmptyState } from "@/components/ui/empty-state";
import type { ListFilter } from "@/lib/conversations/apply-change";
import { ConversationList, type ListHandle } from "./conversation-list";
import { ListToolbar } from "./list-toolbar";

/** Not needed to see the list; fetched while that is looked at. */
const loadView = () => import("./conversation-view");
const ConversationView = dynamic(() => loadView().then((module) => module.ConversationView), {
  loading: () => null,
});

const firstFilter: ListFilter = {
  status: undefined,
  project: undefined,
  assignee: undefined,
  q: undefined,
  sort: "activity",
};

/** List, thread, details; on a phone one at a time. */
export function ConversationsScreen() {
  const t = useTranslations("thread");
  const selectedId = useSelectedId();
  const [filter, setFilter] = useState(firstFilter);
  const list = useRef<ListHandle>(null);
  useEffect(() => {
    const timer = setTimeout(() => void loadView(), 1_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="flex h-full">
      <section
        className={`${selectedId ? "hidden md:flex" : "flex"} w-full min-w-0 flex-col border-line border-r bg-surface md:w-90 md:shrink-0`}
      >
        <ListToolbar filter={filter} onChange={setFilter} />
        <ConversationList
          handle={list}
          filter={filter}
          selectedId={selectedId}
          onSelect={openConversation}
          onClearFilter={() => setFilter(firstFilter)}
        />
      </section>
      <div className={`${selectedId ? "flex" : "hidden md:flex"} min-w-0 flex-1`}>
        {selectedId ? (
          <ConversationView
            key={selectedId}
            id={selectedId}
            onBack={() => openConversation(undefined)}
            onCloseRequested={() => list.current?.goOn(selectedId)}
          />
        ) : (
          <div className="flex-1">
            <EmptyState icon={<MessagesSquare size={32} />} title={t("nothingChosen")}>
              {t("nothingChosenHint")}
            </EmptyState>
          </div>
        )}
      </div>
    </div>
  );
}
