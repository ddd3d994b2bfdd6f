"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { findKnown } from "@/components/conversations/find-known";
import { useAccount } from "@/components/shell/account-context";
import { useLiveChanges } from "@/components/shell/live-changes";
import { useGoTo, useSelectedId } from "@/components/shell/use-selected-id";
import type { LiveChange } from "@/lib/conversations/apply-change";
import { setDesktopHint } from "./desktop-hint";
import { readPermission } from "./desktop-permission";
import { findAssigner } from "./find-assigner";
import { findFront, isInFront, tellFront } from "./front";
import { type Notice, NoticeToasts } from "./notice-toasts";
import { useNoticeWords } from "./use-notice-words";
import { useRing } from "./use-ring";
import { useTitleBadge } from "./use-title-badge";
import { type Concern, whatConcerns } from "./what-concerns";

/** What has happened so long ago is no news to who comes back. */
const newsMs = 60_000;
const mostRemembered = 2_000;

/** Tells the agent of what concerns him: once, however many tabs he has, and nowhere of what he is looking at. */
export function Notifications() {
  const { id: me, preferences } = useAccount();
  const readingId = useSelectedId();
  const queries = useQueryClient();
  const goTo = useGoTo();
  const words = useNoticeWords();
  const ring = useRing(me);
  const [notices, setNotices] = useState<Notice[]>([]);
  const assignees = useRef(new Map<string, string | undefined>());
  const notes = useRef(new Map<string, LiveChange>());
  useTitleBadge();
  useEffect(() => tellFront(me, readingId), [me, readingId]);

  useLiveChanges((changes, { isLeading, isCatchingUp }) => {
    const now = new Date();
    for (const change of changes) {
      const { conversationId: id = "", conversation, message } = change;
      // A mention comes as ids alone, right after its note.
      if (message?.direction === "note") remember(notes.current, message.id, change);
      const known = findKnown(queries, id);
      const before = assignees.current.has(id)
        ? { assigneeId: assignees.current.get(id) }
        : known && { assigneeId: known.assignee?.id };
      const concern = whatConcerns(
        { ...notes.current.get(change.messageId ?? ""), ...change },
        {
          me,
          preferences,
          before,
          now,
          readingId: isInFront() ? readingId : undefined,
          newsSince: isCatchingUp ? now.getTime() - newsMs : 0,
        },
      );
      if (conversation) remember(assignees.current, id, conversation.assignee?.id);
      // A page that is going away tells nobody.
      if (concern) tell(concern, isLeading).catch(() => {});
    }
  });

  async function tell(concern: Concern, isLeading: boolean) {
    const { kind, conversationId, conversation } = concern;
    const isToasted = kind === "mention" || kind === "assigned";
    const isHere = isInFront();
    if (!isLeading && !(isHere && isToasted)) return;
    let assigner: string | undefined;
    if (kind === "assigned") {
      assigner = conversation && (await findAssigner(queries, conversation, me));
      if (assigner === undefined) return;
    }
    const said = words(concern, assigner);
    if (isHere && isToasted) {
      const notice = { id: `${conversationId} ${Date.now()}`, conversationId, ...said };
      setNotices((all) => [
        ...all.filter((each) => each.conversationId !== conversationId),
        notice,
      ]);
    }
    if (!isLeading) return;
    const front = await findFront(me);
    if (front.reads(conversationId)) return;
    if (preferences.notify.sound) ring().catch(() => {});
    const permission = readPermission();
    if (!preferences.notify.desktop && permission === "default" && !front.isThere)
      setDesktopHint("due");
    if (!preferences.notify.desktop || permission !== "granted" || (isToasted && front.isThere))
      return;
    showOnDesktop(said, conversationId, () => goTo(conversationId));
  }

  return (
    <NoticeToasts
      notices={notices}
      onForget={(id) => setNotices((all) => all.filter((each) => each.id !== id))}
    />
  );
}

function remember<T>(map: Map<string, T>, key: string, value: T) {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostRemembered && oldest !== undefined) map.delete(oldest);
}

/** One per conversation, the newest; it makes no sound of its own. */
function showOnDesktop(
  { title, text }: { title: string; text: string },
  tag: string,
  open: () => void,
) {
  try {
    const shown = new Notification(title, { body: text, tag, silent: true });
    shown.onclick = () => {
      window.focus();
      open();
      shown.close();
    };
  } catch {
    // Android has them for service workers alone.
  }
}
