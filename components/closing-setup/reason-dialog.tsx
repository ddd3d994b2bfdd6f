"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormFailure, useFieldError } from "@/components/admin/form-failure";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { useSaveReason } from "@/lib/projects/client";
import { closeRoutesQuery, closeTemplatesQuery } from "@/lib/projects/query";
import type { CloseReason } from "@/lib/projects/schema";

type Props = { projectId: string; reason: CloseReason | undefined; onClose: () => void };

/** What a reason offers, as one choice: at most one of the two. */
type Offer = "nothing" | `template:${string}` | `route:${string}`;

export function ReasonDialog({ projectId, reason, onClose }: Props) {
  const t = useTranslations("closingSetup.reasons");
  const setup = useTranslations("closingSetup");
  const common = useTranslations("common");
  const { data: templates = [] } = useQuery(closeTemplatesQuery(projectId));
  const { data: routes = [] } = useQuery(closeRoutesQuery(projectId));
  const [name, setName] = useState(reason?.name ?? "");
  const [offer, setOffer] = useState<Offer>(offerOf(reason));
  const [active, setActive] = useState(reason?.active ?? true);
  const save = useSaveReason(projectId, reason?.id);
  const fieldError = useFieldError(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [kind, id = null] = offer.split(":");
    const templateId = kind === "template" ? id : null;
    const routeId = kind === "route" ? id : null;
    save.mutate({ name, active, templateId, routeId }, { onSuccess: onClose });
  };
  return (
    <Dialog title={reason ? t("editTitle") : t("newTitle")} isOpen onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={setup("name")}
          value={name}
          onChange={setName}
          error={fieldError("name")}
          maxLength={100}
          isRequired
          autoFocus
        />
        <Select
          label={t("offers")}
          options={[
            { id: "nothing" as Offer, name: t("offersNothing") },
            ...templates.map((each) => ({
              id: `template:${each.id}` as const,
              name: t("offersTemplate", { name: each.name }),
            })),
            ...routes.map((each) => ({
              id: `route:${each.id}` as const,
              name: t("offersRoute", { name: each.name }),
            })),
          ]}
          value={offer}
          onChange={setOffer}
        />
        <Checkbox isSelected={active} onChange={setActive} hint={t("activeHint")}>
          {t("active")}
        </Checkbox>
        <FormFailure error={save.error} fields={["name"]} />
        <DialogFooter>
          <Button onPress={onClose}>{common("cancel")}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {common("save")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

const offerOf = (reason: CloseReason | undefined): Offer =>
  reason?.templateId
    ? `template:${reason.templateId}`
    : reason?.routeId
      ? `route:${reason.routeId}`
      : "nothing";
