"use client";

import { useQuery } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { Section } from "@/components/admin/admin-page";
import { FormFailure } from "@/components/admin/form-failure";
import { QueryFaces } from "@/components/admin/query-faces";
import { signOut } from "@/components/shell/sign-in";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { OwnSession } from "@/lib/auth/account-schema";
import { useEndSessions } from "@/lib/auth/client";
import { ownSessionsQuery } from "@/lib/auth/query";
import { describeDevice } from "./describe-device";

/** Where one is signed in, each to be ended from here. */
export function SessionList() {
  const t = useTranslations("security.sessions");
  const query = useQuery(ownSessionsQuery());
  const end = useEndSessions();
  const others = query.data?.filter(({ current }) => !current) ?? [];
  return (
    <Section title={t("title")} hint={t("hint")}>
      <QueryFaces
        query={query}
        loading={t("loading")}
        failed={t("failed")}
        tryAgain={t("tryAgain")}
      />
      {query.data && (
        <ul className="divide-y divide-line">
          {query.data.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              isEnding={end.isPending && end.variables === session.id}
              onEnd={() => (session.current ? void signOut() : end.mutate(session.id))}
            />
          ))}
        </ul>
      )}
      <FormFailure error={end.error} />
      {others.length > 1 && (
        <div>
          <Button
            isPending={end.isPending && end.variables === undefined}
            onPress={() => end.mutate(undefined)}
          >
            {t("endOthers")}
          </Button>
        </div>
      )}
    </Section>
  );
}

type RowProps = { session: OwnSession; isEnding: boolean; onEnd: () => void };

function SessionRow({ session, isEnding, onEnd }: RowProps) {
  const t = useTranslations("security.sessions");
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  const { browser, system, isHandheld } = describeDevice(session.userAgent);
  const device =
    browser && system
      ? t("device", { browser, system })
      : (browser ?? system ?? t("unknownDevice"));
  const Icon = isHandheld ? Smartphone : Monitor;
  const seenAt = session.seenAt ?? session.createdAt;
  const since = format.dateTime(session.createdAt, { dateStyle: "medium", timeStyle: "short" });
  const facts = [
    ...(session.address ? [session.address] : []),
    t("since", { when: since }),
    ...(session.current
      ? []
      : [t("seen", { when: format.relativeTime(Math.min(seenAt, now.getTime()), now) })]),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 first:pt-0 last:pb-0">
      <Icon size={20} aria-hidden className="shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words font-medium">{device}</span>
          {session.current && <Badge tone="accent">{t("current")}</Badge>}
          {session.method === "oidc" && <Badge>{t("oidc")}</Badge>}
        </p>
        <p className="break-words text-ink-soft text-sm">{facts.join(" · ")}</p>
      </div>
      <Button
        size="small"
        isPending={isEnding}
        onPress={onEnd}
        aria-label={t("endOne", { device })}
      >
        {t("end")}
      </Button>
    </li>
  );
}
