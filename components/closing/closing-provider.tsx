"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, Suspense, use, useMemo, useState } from "react";
import { flushSync } from "react-dom";
import type { Close, Conversation } from "@/lib/conversations/schema";
import type { TrackedClose } from "./close-toasts";

const CloseToasts = dynamic(() => import("./close-toasts").then((module) => module.CloseToasts));
const CloseDialog = dynamic(() => import("./close-dialog").then((module) => module.CloseDialog));
const MarkDialog = dynamic(() => import("./mark-dialog").then((module) => module.MarkDialog));

type Open = {
  dialog: "close" | "mark";
  conversation: Conversation;
  onDone?: (() => void) | undefined;
};

type Closing = {
  /** `onDone` runs when the close is on its way: the place to go on to the next conversation. */
  openClose: (conversation: Conversation, onDone?: () => void) => void;
  openMark: (conversation: Conversation, onDone?: () => void) => void;
};

const ClosingContext = createContext<Closing | null>(null);

export function useClosing(): Closing {
  const closing = use(ClosingContext);
  if (!closing) throw new Error("useClosing outside of the desk's shell");
  return closing;
}

/** Holds the dialogs and the undo toasts, which outlive the conversation they were opened from. */
export function ClosingProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<Open>();
  const [tracked, setTracked] = useState<TrackedClose[]>([]);
  const closing = useMemo<Closing>(
    () => ({
      openClose: (conversation, onDone) => setOpen({ dialog: "close", conversation, onDone }),
      openMark: (conversation, onDone) => setOpen({ dialog: "mark", conversation, onDone }),
    }),
    [],
  );
  const shut = () => setOpen(undefined);
  const done = (close?: Close) => {
    if (close && open) {
      const { id: conversationId, contact } = open.conversation;
      const name = contact.name ?? contact.id;
      setTracked((all) => [
        ...all.filter((each) => each.conversationId !== conversationId),
        { conversationId, closeId: close.id, name },
      ]);
    }
    // Gone before the focus goes elsewhere: as long as it is there it takes the focus back.
    flushSync(shut);
    open?.onDone?.();
  };
  return (
    <ClosingContext value={closing}>
      {children}
      {/* What loads must not hold back what is there: the dialog goes before the toasts have come. */}
      <Suspense fallback={null}>
        {tracked.length > 0 && (
          <CloseToasts
            tracked={tracked}
            onForget={(closeId) =>
              setTracked((all) => all.filter((each) => each.closeId !== closeId))
            }
          />
        )}
      </Suspense>
      <Suspense fallback={null}>
        {open?.dialog === "close" && (
          <CloseDialog conversation={open.conversation} onCancel={shut} onRequested={done} />
        )}
        {open?.dialog === "mark" && (
          <MarkDialog conversation={open.conversation} onCancel={shut} onMarked={() => done()} />
        )}
      </Suspense>
    </ClosingContext>
  );
}
