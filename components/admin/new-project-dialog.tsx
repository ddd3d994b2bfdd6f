"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { useCreateProject } from "@/lib/projects/client";
import type { Project } from "@/lib/projects/schema";
import { FormFailure, useFieldError } from "./form-failure";

export function NewProjectDialog({ onClose }: { onClose: (created?: Project) => void }) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const [name, setName] = useState("");
  const [jelouProjectId, setJelouProjectId] = useState("");
  const [gatewayUrl, setGatewayUrl] = useState("");
  const create = useCreateProject();
  const fieldError = useFieldError(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const address = gatewayUrl.trim();
    create.mutate(
      { name, jelouProjectId, ...(address ? { gatewayUrl: address } : {}) },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog title={t("newTitle")} isOpen onClose={() => onClose()}>
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
          label={t("jelouProjectId")}
          hint={t("jelouProjectIdHint")}
          value={jelouProjectId}
          onChange={setJelouProjectId}
          error={fieldError("jelouProjectId")}
          isRequired
        />
        <TextField
          label={t("gatewayUrl")}
          hint={t("gatewayUrlHint")}
          placeholder="https://gateway.jelou.ai/jelouapi/v1"
          value={gatewayUrl}
          onChange={setGatewayUrl}
          error={fieldError("gatewayUrl")}
        />
        <FormFailure error={create.error} />
        <DialogFooter>
          <Button onPress={() => onClose()}>{common("cancel")}</Button>
          <Button type="submit" look="primary" isPending={create.isPending}>
            {t("create")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
