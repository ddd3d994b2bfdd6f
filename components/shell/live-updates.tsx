"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { bulkKeys } from "@/lib/bulk-closes/query";
import { closeLogKeys } from "@/lib/close-log/query";
import { type ListData, type LiveChange, liveChange } from "@/lib/conversations/apply-change";
import { patchCaches } from "@/lib/conversations/client";
import { conversationKeys } from "@/lib/conversations/query";
import { FreshnessContext, useStream } from "@/lib/live/client";
import type { StreamFrame } from "@/lib/live/connect-stream";
import { patchPresence } from "@/lib/presence/client";
import { type PresenceChange, presenceChange } from "@/lib/presence/schema";
import { projectKeys } from "@/lib/projects/query";
import { userKeys } from "@/lib/users/query";
import { useAccount } from "./account-context";
import { noteDisk } from "./disk-banner";
import { type ChangeListener, ChangesContext } from "./live-changes";
import { isSigningOut } from "./sign-in";
import { useSelectedId } from "./use-selected-id";

/** Counts are fetched, not reckoned: at most this often however much happens. */
const countsEveryMs = 4_000;
const closeLogEveryMs = 4_000;
/** It is reckoned anew over all of them. */
const summaryEveryMs = 10_000;
/** Their health line changes with every close. */
const projectsEveryMs = 2_000;
/** How long a change is kept to be laid over an answer that was on its way when it came. */
const overlapMs = 15_000;
/** How long after a (re)connection what comes may be what has been missed. */
const catchUpMs = 5_000;

/** What counts for this agent alone. */
const personal = ["read", "mention"];

type Recent = { at: number; change: LiveChange };

/** Keeps the caches right by what the stream says. */
export function LiveUpdates({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { id } = useAccount();
  const readingId = useSelectedId();
  const recent = useRef<Recent[]>([]);
  const [listeners] = useState(() => new Set<ChangeListener>());
  const readyAt = useRef(0);
  /** Queries that were under way when the stream began: what happened between the two was told to neither. */
  const overtaken = useRef(new Set<string>());
  const viewer = useRef({ id, readingId });
  useEffect(() => {
    viewer.current = { id, readingId };
  }, [id, readingId]);
  const refreshCounts = useThrottled(() => {
    void queries.invalidateQueries({ queryKey: conversationKeys.counts });
  }, countsEveryMs);
  const refreshCloseLog = useThrottled(() => {
    void queries.invalidateQueries({ queryKey: closeLogKeys.lists });
  }, closeLogEveryMs);
  const refreshSummary = useThrottled(() => {
    void queries.invalidateQueries({ queryKey: closeLogKeys.summaries });
  }, summaryEveryMs);
  const refreshProjects = useThrottled(() => {
    void queries.invalidateQueries({ queryKey: projectKeys.all });
  }, projectsEveryMs);

  const onFrames = (frames: StreamFrame[], isLeading: boolean) => {
    if (isSigningOut()) return;
    const changes: LiveChange[] = [];
    const present: PresenceChange[] = [];
    for (const frame of frames) {
      noteDisk(queries, frame);
      if (frame.event === "reset") {
        recent.current = [];
        void queries.invalidateQueries();
      } else if (frame.event === "ready") {
        readyAt.current = Date.now();
        const list = queries.getQueriesData<ListData>({ queryKey: conversationKeys.lists });
        const behind = list.some(([, data]) => data?.pages.some((page) => page.live !== frame.id));
        if (behind) void queries.invalidateQueries({ queryKey: conversationKeys.all });
        const underWay = queries
          .getQueryCache()
          .findAll({ queryKey: conversationKeys.all, fetchStatus: "fetching" });
        overtaken.current = new Set(behind ? [] : underWay.map((query) => query.queryHash));
        refreshCloseLog();
        refreshSummary();
      } else if (frame.event === "change") {
        const data: unknown = JSON.parse(frame.data);
        const presence = presenceChange.safeParse(data);
        const parsed = liveChange.safeParse(data);
        if (presence.success) present.push(presence.data);
        else if (parsed.success) changes.push(parsed.data);
      }
    }
    patchPresence(queries, present);
    if (changes.length === 0) return;
    const now = Date.now();
    recent.current = [
      ...recent.current.filter((each) => each.at > now - overlapMs),
      ...changes.map((change) => ({ at: now, change })),
    ];
    const isCatchingUp = now < readyAt.current + catchUpMs;
    for (const listener of listeners) listener(changes, { isLeading, isCatchingUp });
    patchCaches(queries, changes, viewer.current);
    if (changes.some((change) => change.conversation || personal.includes(change.kind)))
      refreshCounts();
    if (changes.some((change) => change.conversation?.close)) {
      refreshCloseLog();
      refreshSummary();
    }
    if (changes.some((change) => change.kind === "project")) {
      refreshProjects();
    }
    if (changes.some((change) => change.kind === "bulk")) {
      void queries.invalidateQueries({ queryKey: bulkKeys.all });
    }
    if (changes.some((change) => change.kind === "user")) {
      void queries.invalidateQueries({ queryKey: userKeys.all });
    }
  };

  // An answer may have been read before a change that came while it was on its way.
  useEffect(() => {
    const cache = queries.getQueryCache();
    return cache.subscribe((event) => {
      if (event.type !== "updated" || event.action.type !== "success" || event.action.manual)
        return;
      const { queryKey, queryHash } = event.query;
      if (queryKey[0] !== conversationKeys.all[0]) return;
      if (overtaken.current.delete(queryHash))
        void queries.invalidateQueries({ queryKey, exact: true });
      const changes = recent.current.map((each) => each.change);
      queueMicrotask(() => patchCaches(queries, changes, viewer.current));
    });
  }, [queries]);

  const freshness = useStream(id, onFrames);
  useEffect(() => {
    if (freshness.state === "signed-out") window.location.assign("/login");
  }, [freshness.state]);
  return (
    <ChangesContext value={listeners}>
      <FreshnessContext value={freshness}>{children}</FreshnessContext>
    </ChangesContext>
  );
}

/** The first call at once, later ones gathered into one at the end of the pause. */
function useThrottled(run: () => void, pauseMs: number) {
  const state = useRef({ last: 0, timer: undefined as ReturnType<typeof setTimeout> | undefined });
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => () => clearTimeout(state.current.timer), []);
  return () => {
    if (state.current.timer) return;
    const wait = Math.max(0, state.current.last + pauseMs - Date.now());
    state.current.timer = setTimeout(() => {
      state.current = { last: Date.now(), timer: undefined };
      latest.current();
    }, wait);
  };
}
