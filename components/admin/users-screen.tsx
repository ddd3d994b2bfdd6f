"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { projectsQuery } from "@/lib/projects/query";
import { usersQuery } from "@/lib/users/query";
import type { User } from "@/lib/users/schema";
import { AdminPage } from "./admin-page";
import { QueryFaces } from "./query-faces";
import { UserDialog } from "./user-dialog";

export function UsersScreen() {
  const t = useTranslations("users");
  const query = useQuery(usersQuery());
  const [editing, setEditing] = useState<User | "new">();
  return (
    <AdminPage
      title={t("title")}
      intro={t("intro")}
      action={
        <Button look="primary" onPress={() => setEditing("new")}>
          {t("add")}
        </Button>
      }
    >
      <QueryFaces
        query={query}
        loading={t("loading")}
        failed={t("failed")}
        tryAgain={t("tryAgain")}
      />
      {query.data && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {query.data.map((user) => (
            <UserRow key={user.id} user={user} onEdit={() => setEditing(user)} />
          ))}
        </ul>
      )}
      {editing && (
        <UserDialog
          user={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </AdminPage>
  );
}

function UserRow({ user, onEdit }: { user: User; onEdit: () => void }) {
  const t = useTranslations("users");
  const { data: projects = [] } = useQuery(projectsQuery());
  const names = projects.flatMap(({ id, name }) => (user.projectIds.includes(id) ? name : []));
  const scope =
    user.role === "admin"
      ? t("everyProject")
      : names.length > 0
        ? names.join(", ")
        : t("noProject");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words font-medium">{user.name}</span>
          <Badge tone={user.role === "admin" ? "accent" : "quiet"}>{t(`roles.${user.role}`)}</Badge>
          {!user.active && <Badge tone="alert">{t("disabled")}</Badge>}
        </p>
        <p className="truncate text-ink-soft text-sm">{user.email}</p>
      </div>
      <p
        className={`min-w-0 flex-1 basis-40 text-sm ${user.role !== "admin" && names.length === 0 ? "text-alert" : "text-ink-soft"}`}
      >
        {scope}
      </p>
      <Button size="small" onPress={onEdit} aria-label={t("editName", { name: user.name })}>
        {t("edit")}
      </Button>
    </li>
  );
}
