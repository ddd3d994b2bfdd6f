"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { usersQuery } from "@/lib/users/query";
import type { User } from "@/lib/users/schema";
import { AdminPage } from "./admin-page";
import { QueryFaces } from "./query-faces";
import { UserRow } from "./user-row";

const UserDialog = dynamic(() => import("./user-dialog").then((module) => module.UserDialog), {
  loading: () => null,
});
const UserLinkDialog = dynamic(
  () => import("./user-link-dialog").then((module) => module.UserLinkDialog),
  {
    loading: () => null,
  },
);

export function UsersScreen() {
  const t = useTranslations("users");
  const query = useQuery(usersQuery());
  const [editing, setEditing] = useState<User | "new">();
  const [linking, setLinking] = useState<User>();
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
            <UserRow
              key={user.id}
              user={user}
              onEdit={() => setEditing(user)}
              onLink={() => setLinking(user)}
            />
          ))}
        </ul>
      )}
      {editing && (
        <UserDialog
          user={editing === "new" ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onInvite={setLinking}
        />
      )}
      {linking && <UserLinkDialog user={linking} onClose={() => setLinking(undefined)} />}
    </AdminPage>
  );
}
