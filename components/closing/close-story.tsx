"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useFormatter, useNow, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { describeClose } from "@/lib/conversations/describe-close";
import { storyQuery } from "@/lib/conversations/query";
import type { Attempt, Conversation, StoryItem } from "@/lib/conversations/schema";
import { useCauseWords } from "./use-cause-words";

/** Who closed it, what the customer got and what Jelou said: every close and mark, the latest first. */
export function CloseStory({ conversation }: { conversation: Conversation }) {
  const t = useTranslations("story");
  const { id, revision } = conversation;
  const query = useQuery({ ...storyQuery(id, revision), placeholderData: keepPreviousData });
  if (query.isPending) return <Skeleton className="h-16 w-full" />;
  if (query.isError && !query.data) {
    return (
      <p className="text-ink-soft text-sm">
        {t("failed")}{" "}
        <Button size="small" look="quiet" onPress={() => void query.refetch()}>
          {t("tryAgain")}
        </Button>
      </p>
    );
  }
  if (query.data.length === 0) return null;
  return (
    <section aria-label={t("title")} className="flex flex-col gap-3 border-line border-t pt-4">
      <h3 className="font-semibold">{t("title")}</h3>
      <ol className="flex flex-col gap-4">
        {query.data.toReversed().map((item) => (
          <li key={`${item.kind} ${item.at}`} className="flex flex-col gap-1.5">
            {item.kind === "close" ? <CloseEntry item={item} /> : <OtherEntry item={item} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

type CloseItem = Extract<StoryItem, { kind: "close" }>;

function CloseEntry({ item: { close, attempts, confirmation } }: { item: CloseItem }) {
  const t = useTranslations("story");
  const phases = useTranslations("closing.phases");
  const format = useFormatter();
  const now = useNow({ updateInterval: 5_000 }).getTime();
  const { phase, tone } = describeClose(close, now);
  const { message, reason, note, requestedBy, bulkId } = close;
  return (
    <>
      <Head name={requestedBy.name} at={close.requestedAt}>
        <Badge tone={tone === "bad" ? "alert" : "quiet"}>{phases(`${phase}.short`)}</Badge>
        {bulkId && <Badge>{t("bulk")}</Badge>}
      </Head>
      <dl className="flex flex-col gap-1 text-sm">
        {reason && <Fact name={t("reason")}>{reason.name}</Fact>}
        <Fact name={t("customerGot")}>
          {message === null
            ? t("nothing")
            : message.type === "edge"
              ? message.route
                ? t("route", { name: message.route.name })
                : t("bot")
              : message.text}
        </Fact>
        {message?.type === "text" && message.template && (
          <Fact name={t("template")}>{message.template.name}</Fact>
        )}
        {note && <Fact name={t("note")}>{note}</Fact>}
      </dl>
      {(attempts.length > 0 || confirmation) && (
        <ol aria-label={t("attempts")} className="flex flex-col gap-1 border-line border-l-2 pl-2">
          {attempts.map((attempt) => (
            <AttemptLine
              key={attempt.startedAt}
              attempt={attempt}
              isUnderWay={close.state === "sending" && attempt === attempts.at(-1)}
            />
          ))}
          {confirmation && (
            <li className="text-sm">
              <time className="text-ink-faint tabular-nums">
                {format.dateTime(confirmation.receivedAt, clock)}
              </time>{" "}
              {confirmation.reason === null || confirmation.reason === usualReason
                ? t("confirmed")
                : t("confirmedBecause", { reason: confirmation.reason })}
            </li>
          )}
        </ol>
      )}
    </>
  );
}

/** What Jelou says when it was one of our calls. */
const usualReason = "closed_by_operator";
const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;

function AttemptLine({ attempt, isUnderWay }: { attempt: Attempt; isUnderWay: boolean }) {
  const t = useTranslations("story");
  const closing = useTranslations("closing");
  const format = useFormatter();
  const causeWords = useCauseWords();
  const { startedAt, latencyMs, outcome, status, error } = attempt;
  const facts = [
    status === null ? null : String(status),
    latencyMs === null ? null : t("latency", { ms: latencyMs }),
  ].filter((fact) => fact !== null);
  return (
    <li className="text-sm">
      <time className="text-ink-faint tabular-nums">{format.dateTime(startedAt, clock)}</time>{" "}
      <span className={outcome === "accepted" ? "" : "font-medium"}>
        {isUnderWay ? t("outcomes.underWay") : t(`outcomes.${outcome}`)}
      </span>
      {facts.length > 0 && <span className="text-ink-soft"> · {facts.join(" · ")}</span>}
      {error && (
        <span className="block text-ink-soft">
          {causeWords(error.code)}
          {error.message && ` ${closing("jelouSays", { words: error.message })}`}
        </span>
      )}
    </li>
  );
}

function OtherEntry({ item }: { item: Exclude<StoryItem, { kind: "close" }> }) {
  const t = useTranslations("story");
  const words =
    item.kind !== "assigned"
      ? t(`kinds.${item.kind}`)
      : item.to === null
        ? t("assignedToNobody")
        : item.to.id === item.by.id
          ? t("tookIt")
          : t("assignedTo", { name: item.to.name });
  return (
    <>
      <Head name={item.by.name} at={item.at}>
        <Badge>{words}</Badge>
      </Head>
      {item.note && <p className="whitespace-pre-wrap break-words text-sm">{item.note}</p>}
    </>
  );
}

type HeadProps = { name: string; at: number; children: ReactNode };

function Head({ name, at, children }: HeadProps) {
  const format = useFormatter();
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="font-medium">{name}</span>
      <time className="text-ink-faint text-xs" dateTime={new Date(at).toISOString()}>
        {format.dateTime(at, { dateStyle: "short", timeStyle: "short" })}
      </time>
      {children}
    </p>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="inline text-ink-faint">{name}: </dt>
    <dd className="inline whitespace-pre-wrap break-words">{children}</dd>
  </div>
);
