"use client";

import { useQueryClient } from "@tanstack/react-query";
import { MessagesSquare } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { loadCloseDialog, useClosing } from "@/components/closing/closing-provider";
import { useAction } from "@/components/keyboard/keyboard-provider";
import { useDesktopHint } from "@/components/notifications/desktop-hint";
import { openConversation, useSelectedId } from "@/components/shell/use-selected-id";
import { EmptyState } from "@/components/ui/empty-state";
import { ConversationList, type ListHandle } from "./conversation-list";
import { findKnown } from "./find-known";
import { ListToolbar } from "./list-toolbar";
import { SelectionBar } from "./selection-bar";
import { useBulkClose } from "./use-bulk-close";
import { useCloseShortcut } from "./use-close-shortcut";
import { firstFilter, useListFilter } from "./use-list-filter";

/** Not needed to see the list; fetched while that is looked at. */
const loadView = () => import("./conversation-view");
const ConversationView = dynamic(() => loadView().then((module) => module.ConversationView), {
  loading: () => null,
});

const loadProgress = () => import("@/components/closing/bulk-progress");
const BulkProgress = dynamic(() => loadProgress().then((module) => module.BulkProgress), {
  loading: () => null,
});

const HintLine = dynamic(
  () => import("@/components/notifications/hint-line").then((module) => module.HintLine),
  { loading: () => null },
);

const loadStart = () => import("@/components/starting/start-conversation");
const StartConversation = dynamic(() => loadStart().then((module) => module.StartConversation), {
  loading: () => null,
});

/** List, thread, details; on a phone one at a time. */
export function ConversationsScreen() {
  const t = useTranslations("thread");
  const selectedId = useSelectedId();
  const [filter, setFilter] = useListFilter();
  const [isStarting, setStarting] = useState(false);
  const start = () => setStarting(true);
  useAction("start", { run: start });
  const list = useRef<ListHandle>(null);
  const { ticks, closeTicked, tickFailed } = useBulkClose(filter);
  const { openClose } = useClosing();
  const queries = useQueryClient();
  const goOn = (fromId: string) => list.current?.goOn(fromId);
  const isTicking = ticks.all || ticks.ids.size > 0;
  const findOpen = () => {
    // Its row will do where the rest of it is still to come: whoever works fast doesn't wait for that.
    const conversation = selectedId === undefined ? undefined : findKnown(queries, selectedId);
    return conversation?.status === "open" ? conversation : undefined;
  };
  const close = () => {
    if (isTicking) return closeTicked();
    const conversation = findOpen();
    if (conversation) openClose(conversation, () => goOn(conversation.id));
  };
  useCloseShortcut(close);
  useAction("close", { run: close, isEnabled: () => isTicking || findOpen() !== undefined });
  const isHintDue = useDesktopHint();
  const isWarm = useWarmUp();
  return (
    <div className="flex h-full">
      <section
        className={`${selectedId ? "hidden md:flex" : "flex"} w-full min-w-0 flex-col border-line border-r bg-surface md:w-90 md:shrink-0`}
      >
        <ListToolbar filter={filter} onChange={setFilter} onStart={start} />
        {isHintDue && <HintLine />}
        {isTicking && <SelectionBar filter={filter} ticks={ticks} onClose={closeTicked} />}
        <ConversationList
          handle={list}
          filter={filter}
          selectedId={selectedId}
          ticks={ticks}
          onSelect={openConversation}
          onClearFilter={() => setFilter(firstFilter)}
        />
        {isWarm && <BulkProgress onFailed={tickFailed} />}
      </section>
      {isStarting && (
        <StartConversation
          projectId={filter.project}
          onStarted={openConversation}
          onClose={() => setStarting(false)}
        />
      )}
      <div className={`${selectedId ? "flex" : "hidden md:flex"} min-w-0 flex-1`}>
        {selectedId ? (
          <ConversationView
            key={selectedId}
            id={selectedId}
            onBack={() => openConversation(undefined)}
            onCloseRequested={() => goOn(selectedId)}
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

const warmUpAfterMs = 1_000;
const warmUpAgainMs = 5_000;

/** Fetches what will be wanted while the list is looked at; true when all of it is there. A desk that is away is asked again. */
function useWarmUp() {
  const [isWarm, setWarm] = useState(false);
  useEffect(() => {
    let timer = setTimeout(load, warmUpAfterMs);
    function load() {
      Promise.all([loadView(), loadCloseDialog(), loadProgress(), loadStart()]).then(
        () => setWarm(true),
        () => {
          timer = setTimeout(load, warmUpAgainMs);
        },
      );
    }
    return () => clearTimeout(timer);
  }, []);
  return isWarm;
}
