"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import dynamic from "next/dynamic";
import { useNow, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { useBulkStep } from "@/lib/bulk-closes/client";
import { bulkListQuery } from "@/lib/bulk-closes/query";
import type { BulkSummary } from "@/lib/bulk-closes/schema";

const BulkReport = dynamic(() => import("./bulk-report").then((module) => module.BulkReport), {
  loading: () => null,
});

/** The viewer's bulk closes that go on, and those that ended until he has put them aside. */
export function BulkProgress({ onFailed }: { onFailed: (job: BulkSummary) => void }) {
  const t = useTranslations("closing.bulk");
  const { id: me } = useAccount();
  const { data: jobs = [] } = useQuery(bulkListQuery());
  const [put, setPut] = useState(readPutAside);
  const [openId, setOpenId] = useState<string>();
  const shown = jobs
    .filter((job) => job.requestedBy.id === me && !put.includes(keyOf(job)))
    .slice(0, 3);
  useEnded(jobs, onFailed);
  const putAside = (job: BulkSummary) => {
    const next = [...put, keyOf(job)].slice(-50);
    setPut(next);
    window.localStorage.setItem(storageKey, JSON.stringify(next));
  };
  const open = jobs.find(({ id }) => id === openId);
  if (shown.length === 0 && !open) return null;
  return (
    <section aria-label={t("region")} className="shrink-0 border-line border-t bg-raised">
      {shown.map((job) => (
        <JobLine
          key={job.id}
          job={job}
          onOpen={() => setOpenId(job.id)}
          onPutAside={() => putAside(job)}
        />
      ))}
      {open && <BulkReport job={open} onClose={() => setOpenId(undefined)} />}
    </section>
  );
}

const storageKey = "mostrador.bulk.aside";
/** One that is tried again comes back. */
const keyOf = (job: BulkSummary) => `${job.id} ${job.endedAt ?? ""}`;

function readPutAside(): string[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** Tells of jobs that end while one looks. */
function useEnded(jobs: BulkSummary[], onFailed: (job: BulkSummary) => void) {
  const going = useRef(new Set<string>());
  useEffect(() => {
    for (const job of jobs) {
      if (job.endedAt === null) going.current.add(job.id);
      else if (going.current.delete(job.id) && job.failed > 0) onFailed(job);
    }
  });
}

type LineProps = { job: BulkSummary; onOpen: () => void; onPutAside: () => void };

function JobLine({ job, onOpen, onPutAside }: LineProps) {
  const t = useTranslations("closing.bulk");
  const common = useTranslations("common");
  const stop = useBulkStep("stop");
  const { total, done, failed, skipped, succeeded, state, pausedProjects } = job;
  const ended = job.endedAt !== null;
  return (
    <div className="flex flex-col gap-1.5 border-line px-4 py-2.5 not-first:border-t">
      <div className="flex items-center gap-2">
        <p role="status" className="min-w-0 flex-1 text-sm">
          <JobTitle job={job} />
        </p>
        {!ended && (
          <Button size="small" isPending={stop.isPending} onPress={() => stop.mutate(job.id)}>
            {state === "waiting" ? t("undo") : t("stop")}
          </Button>
        )}
        {(done > 0 || ended) && (
          <Button size="small" look={failed > 0 ? "secondary" : "quiet"} onPress={onOpen}>
            {t("report")}
          </Button>
        )}
        {ended && (
          <Button look="quiet" size="icon" aria-label={common("close")} onPress={onPutAside}>
            <X size={16} aria-hidden />
          </Button>
        )}
      </div>
      <div
        role="progressbar"
        aria-label={t("progress")}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="flex h-1 overflow-hidden rounded bg-sunken"
      >
        <span className="bg-accent" style={{ width: `${(100 * succeeded) / total}%` }} />
        <span className="bg-line-strong" style={{ width: `${(100 * skipped) / total}%` }} />
        <span className="bg-alert" style={{ width: `${(100 * failed) / total}%` }} />
      </div>
      {done > 0 && (
        <p className="text-ink-soft text-xs">{t("counts", { succeeded, failed, skipped })}</p>
      )}
      {pausedProjects.map(({ id, name, because }) => (
        <p key={id} className="text-alert text-xs">
          {because === "unauthorized" ? t("pausedUnauthorized", { name }) : t("paused", { name })}
        </p>
      ))}
    </div>
  );
}

function JobTitle({ job }: { job: BulkSummary }) {
  const t = useTranslations("closing.bulk");
  const now = useNow({ updateInterval: 250 }).getTime();
  const { total, done, succeeded, state, dueAt } = job;
  switch (state) {
    case "waiting":
      return t("waiting", { total, seconds: Math.max(0, Math.ceil((dueAt - now) / 1_000)) });
    case "running":
      return t("running", { total, done });
    case "stopped":
      return t("stopped", { total, succeeded });
    case "finished":
      return t("finished", { total, succeeded });
  }
}
