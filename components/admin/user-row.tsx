"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useAccount } from "@/components/shell/account-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { projectsQuery } from "@/lib/projects/query";
import type { User } from "@/lib/users/schema";
import { isInvited } from "./is-invited";

type Props = { user: User; onEdit: () => void; onLink: () => void };

export function UserRow({ user, onEdit, onLink }: Props) {
  const t = useTranslations("users");
  const format = useFormatter();
  const { data: projects = [] } = useQuery(projectsQuery());
  const names = projects.flatMap(({ id, name }) => (user.projectIds.includes(id) ? name : []));
  const scope =
    user.role === "admin"
      ? t("everyProject")
      : names.length > 0
        ? names.join(", ")
        : t("noProject");
  const { name } = user;
  const isSelf = useAccount().id === user.id;
  const invites = isInvited(user);
  const until =
    user.linkUntil && format.dateTime(user.linkUntil, { day: "numeric", month: "short" });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words font-medium">{name}</span>
          <Badge tone={user.role === "admin" ? "accent" : "quiet"}>{t(`roles.${user.role}`)}</Badge>
          <Marks user={user} />
        </p>
        <p className="truncate text-ink-soft text-sm">{user.email}</p>
      </div>
      <p
        className={`min-w-0 flex-1 basis-40 text-sm ${user.role !== "admin" && names.length === 0 ? "text-alert" : "text-ink-soft"}`}
      >
        {scope}
        {invites && until && (
          <span className="block text-ink-soft">{t("invitedUntil", { when: until })}</span>
        )}
      </p>
      <div className="flex flex-wrap justify-end gap-2 sm:w-64">
        {user.active && !isSelf && (
          <Button
            size="small"
            look={invites ? "secondary" : "quiet"}
            onPress={onLink}
            aria-label={t(invites ? "inviteName" : "passwordLinkName", { name })}
          >
            {t(invites ? (until ? "inviteAgain" : "invite") : "passwordLink")}
          </Button>
        )}
        <Button size="small" onPress={onEdit} aria-label={t("editName", { name })}>
          {t("edit")}
        </Button>
      </div>
    </li>
  );
}

function Marks({ user }: { user: User }) {
  const t = useTranslations("users");
  const { provider } = useAccount();
  return (
    <>
      {!user.active && <Badge tone="alert">{t("disabled")}</Badge>}
      {user.active && user.signedInAt === null && <Badge>{t("neverSignedIn")}</Badge>}
      {user.secondFactor && <Badge>{t("secondFactor")}</Badge>}
      {user.connected && provider && <Badge>{t("connectedWith", { name: provider.name })}</Badge>}
    </>
  );
}
