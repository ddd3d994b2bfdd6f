"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { AuditEntry } from "@/lib/audit/schema";
import { projectsQuery } from "@/lib/projects/query";
import { describeDetail } from "./describe-detail";
import { useDetailWords } from "./use-detail-words";

/** 2026-11-23 00:41:05, by the clock of who looks. */
export function When({ at }: { at: number }) {
  const date = new Date(at);
  const local = new Date(at - date.getTimezoneOffset() * 60_000).toISOString();
  return (
    <time
      dateTime={date.toISOString()}
      title={date.toISOString()}
      className="whitespace-nowrap tabular-nums"
    >
      {local.slice(0, 19).replace("T", " ")}
    </time>
  );
}

/** Nobody signed in is the desk itself where nobody asked it over the network. */
export function useActorName() {
  const t = useTranslations("audit");
  return ({ actor, requestId }: AuditEntry) =>
    actor?.name ?? (requestId === null ? t("theDesk") : t("nobody"));
}

export function Who({ entry }: { entry: AuditEntry }) {
  const nameOf = useActorName();
  const look = entry.actor ? "font-medium" : "text-ink-soft";
  return <span className={`break-words ${look}`}>{nameOf(entry)}</span>;
}

/** One sentence, with a way to what it is about. */
export function What({ entry }: { entry: AuditEntry }) {
  const t = useTranslations("audit");
  const { action, result } = entry;
  return (
    <p className="break-words">
      {t.rich(`actions.${action}`, {
        result,
        subject: (words) => <Subject entry={entry}>{words}</Subject>,
      })}
    </p>
  );
}

/** The same as plain text, for what is read out and chosen by. */
export function useSentence() {
  const t = useTranslations("audit");
  const nameOf = useSubjectName();
  return (entry: AuditEntry) =>
    t.markup(`actions.${entry.action}`, {
      result: entry.result,
      subject: (words) => nameOf(entry) ?? words,
    });
}

/** Its name as it was then, else as it is. */
function useSubjectName() {
  const t = useTranslations("audit");
  const { data: projects = [] } = useQuery(projectsQuery());
  return ({ subject }: AuditEntry): string | null => {
    if (subject?.kind === "export")
      return subject.id === "audit" ? t("exports.audit") : t("exports.closes");
    if (subject?.kind === "project")
      return subject.name ?? projects.find(({ id }) => id === subject.id)?.name ?? null;
    return subject?.name ?? null;
  };
}

function Subject({ entry, children }: { entry: AuditEntry; children: ReactNode }) {
  const name = useSubjectName()(entry) ?? children;
  const address = addressOf(entry);
  if (address === null) return <span className="font-medium">{name}</span>;
  return (
    <Link
      href={address}
      prefetch={false}
      className="font-medium underline decoration-line-strong underline-offset-2 hover:text-accent hover:decoration-accent"
    >
      {name}
    </Link>
  );
}

function addressOf({ subject, projectId }: AuditEntry): string | null {
  switch (subject?.kind) {
    case "user":
      return "/admin/users";
    case "project":
      return "/admin/projects";
    case "conversation":
      return `/conversations/${subject.id}`;
    case "setup":
      return projectId === null ? "/admin/closing" : `/admin/closing?project=${projectId}`;
    case "delivery":
      return `/admin/deliveries?open=${subject.id}`;
    case "close":
    case "bulk":
    case "export":
    case undefined:
      return null;
  }
}

/** What changed, in one line that may be cut short; all of it stands in the details. */
export function Summary({ entry }: { entry: AuditEntry }) {
  const words = useDetailWords();
  const { closeId: _closeId, conversationIds: _ids, times, ...detail } = entry.detail;
  const again = typeof times === "number" && times > 1 ? { times } : {};
  const lines = describeDetail({ ...detail, ...again }, words);
  if (lines.length === 0) return null;
  return (
    <p className="line-clamp-1 break-all text-ink-faint text-xs">
      {lines.map(({ label, value }) => `${label}: ${value}`).join(" · ")}
    </p>
  );
}

export function Result({ result }: Pick<AuditEntry, "result">) {
  const t = useTranslations("audit.results");
  if (result === "done") return <span className="text-ink-soft">{t("done")}</span>;
  return <Badge tone="alert">{t(result)}</Badge>;
}

export function Where({ entry: { address, requestId } }: { entry: AuditEntry }) {
  const t = useTranslations("audit");
  if (address !== null) return <span className="break-all tabular-nums">{address}</span>;
  return (
    <span className="text-ink-faint">{requestId === null ? t("noAddress") : t("nothing")}</span>
  );
}
