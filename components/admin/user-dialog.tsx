"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { type Role, roles } from "@/lib/auth/schema";
import { projectsQuery } from "@/lib/projects/query";
import { useSaveUser } from "@/lib/users/client";
import type { User } from "@/lib/users/schema";
import { FormFailure, useFieldError } from "./form-failure";
import { UserAccess } from "./user-access";

type Props = {
  user: User | undefined;
  onClose: () => void;
  /** Of one who was made without a password. */
  onInvite: (made: User) => void;
};

export function UserDialog({ user, onClose, onInvite }: Props) {
  const t = useTranslations("users");
  const common = useTranslations("common");
  const [name, setName] = useState(user?.name ?? "");
  const [email, setEmail] = useState(user?.email ?? "");
  const [role, setRole] = useState<Role>(user?.role ?? "agent");
  const [projectIds, setProjectIds] = useState(user?.projectIds ?? []);
  const [password, setPassword] = useState("");
  const isSelf = useAccount().id === user?.id;
  const save = useSaveUser(user?.id);
  const fieldError = useFieldError(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { name, email, role, projectIds, ...(password ? { password } : {}) };
    const onSuccess = (saved: User) => {
      onClose();
      if (!user && !password) onInvite(saved);
    };
    save.mutate(body, { onSuccess });
  };
  return (
    <Dialog title={user ? t("editTitle") : t("newTitle")} isOpen onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t("name")}
          value={name}
          onChange={setName}
          error={fieldError("name")}
          maxLength={100}
          isRequired
          autoFocus
        />
        <TextField
          label={t("email")}
          type="email"
          value={email}
          onChange={setEmail}
          error={fieldError("email")}
          autoComplete="off"
          isDisabled={isSelf}
          isRequired
        />
        <Select
          label={t("role")}
          options={roles.map((id) => ({ id, name: t(`roles.${id}`) }))}
          value={role}
          onChange={setRole}
        />
        {role === "admin" ? (
          <p className="text-ink-soft text-sm">{t("adminSeesAll")}</p>
        ) : (
          <ProjectChoice value={projectIds} onChange={setProjectIds} />
        )}
        {isSelf ? (
          <p className="text-ink-soft text-sm">{t("ownAccess")}</p>
        ) : (
          <TextField
            label={user ? t("newPassword") : t("passwordOptional")}
            hint={user ? t("newPasswordHint") : t("passwordOptionalHint")}
            type="password"
            value={password}
            onChange={setPassword}
            error={fieldError("password")}
            autoComplete="new-password"
          />
        )}
        {user && !isSelf && <UserAccess user={user} />}
        <FormFailure error={save.error} />
        <DialogFooter>
          {user && (
            <span className="mr-auto">
              <Button
                look="quiet"
                isPending={save.isPending}
                onPress={() => save.mutate({ active: !user.active }, { onSuccess: onClose })}
              >
                {user.active ? t("disable") : t("enable")}
              </Button>
            </span>
          )}
          <Button onPress={onClose}>{common("cancel")}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {common("save")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

type ChoiceProps = { value: string[]; onChange: (value: string[]) => void };

function ProjectChoice({ value, onChange }: ChoiceProps) {
  const t = useTranslations("users");
  const { data: projects = [] } = useQuery(projectsQuery());
  const labelId = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is sent
    <div role="group" aria-labelledby={labelId} className="flex flex-col gap-1">
      <p id={labelId} className="font-medium text-ink-soft text-sm">
        {t("projects")}
      </p>
      {projects.length === 0 && <p className="text-ink-soft text-sm">{t("noProjectsYet")}</p>}
      <div className="flex max-h-48 flex-col overflow-y-auto px-1">
        {projects.map((project) => (
          <Checkbox
            key={project.id}
            isSelected={value.includes(project.id)}
            onChange={(isIn) =>
              onChange(isIn ? [...value, project.id] : value.filter((id) => id !== project.id))
            }
          >
            {project.name}
          </Checkbox>
        ))}
      </div>
    </div>
  );
}
