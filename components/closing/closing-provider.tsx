"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, Suspense, use, useMemo, useState } from "react";
import { flushSync } from "react-dom";
import type { Close, Conversation } from "@/lib/conversations/schema";
import type { BulkTarget } from "./bulk-dialog";
import type { TrackedClose } from "./close-toasts";

const CloseToasts = dynamic(() => import("./close-toasts").then((module) => module.CloseToasts));
/** Fetched ahead, since its keys are pressed as soon as it is asked for. */
export const loadCloseDialog = () => import("./close-dialog");
const CloseDialog = dynamic(() => loadCloseDialog().then((module) => module.CloseDialog));
const BulkDialog = dynamic(() => import("./bulk-dialog").then((module) => module.BulkDialog));
const MarkDialog = dynamic(() => import("./mark-dialog").then((module) => module.MarkDialog));
const StartDialog = dynamic(() => import("./start-dialog").then((module) => module.StartDialog));

type Open =
  | {
      dialog: "close" | "mark" | "start";
      conversation: Conversation;
      onDone?: (() => void) | undefined;
      written?: Written | undefined;
    }
  | { dialog: "bulk"; target: BulkTarget; onDone?: (() => void) | undefined };

/** What was written to the customer already and is to be the last word. */
export type Written = {
  text: string;
  /** Sends what has to reach him before the close. @throws RequestError, and then nothing is closed */
  before: () => Promise<unknown>;
  onTaken: (close: Close) => void;
};

type Closing = {
  /** `onDone` runs when the close is on its way and one goes on to the next conversation. */
  openClose: (conversation: Conversation, onDone?: () => void, written?: Written) => void;
  /** Shows how a close goes on that was asked for without the dialog. */
  followClose: (close: Close, conversation: Conversation) => void;
  openBulk: (target: BulkTarget, onDone?: () => void) => void;
  openMark: (conversation: Conversation, onDone?: () => void) => void;
  /** Jelou's start call, where a closed conversation must go on. */
  openStart: (conversation: Conversation) => void;
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
      openClose: (conversation, onDone, written) =>
        setOpen({ dialog: "close", conversation, onDone, written }),
      followClose: (close, conversation) =>
        setTracked((all) => withClose(all, close, conversation)),
      openBulk: (target, onDone) => setOpen({ dialog: "bulk", target, onDone }),
      openMark: (conversation, onDone) => setOpen({ dialog: "mark", conversation, onDone }),
      openStart: (conversation) => setOpen({ dialog: "start", conversation }),
    }),
    [],
  );
  const shut = () => setOpen(undefined);
  const finish = (goesOn = true) => {
    // Gone before the focus goes elsewhere: as long as it is there it takes the focus back.
    flushSync(shut);
    if (goesOn) open?.onDone?.();
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
          <CloseDialog
            conversation={open.conversation}
            hasNext={open.onDone !== undefined}
            written={open.written}
            onCancel={shut}
            onRequested={(close, next) => {
              open.written?.onTaken(close);
              closing.followClose(close, open.conversation);
              finish(next);
            }}
          />
        )}
        {open?.dialog === "bulk" && (
          <BulkDialog target={open.target} onCancel={shut} onRequested={() => finish()} />
        )}
        {open?.dialog === "mark" && (
          <MarkDialog conversation={open.conversation} onCancel={shut} onMarked={() => finish()} />
        )}
        {open?.dialog === "start" && (
          <StartDialog conversation={open.conversation} onClose={shut} />
        )}
      </Suspense>
    </ClosingContext>
  );
}

function withClose(
  tracked: TrackedClose[],
  close: Close,
  { id: conversationId, contact }: Conversation,
): TrackedClose[] {
  return [
    ...tracked.filter((each) => each.conversationId !== conversationId),
    { conversationId, closeId: close.id, name: contact.name ?? contact.id },
  ];
}
