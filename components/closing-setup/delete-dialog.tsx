"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { type SetupKind, useDeleteItem } from "@/lib/projects/client";
import type { ProjectSummary } from "@/lib/projects/schema";
import { ConfirmDelete } from "./confirm-delete";
import { findUsage } from "./find-usage";

type Props = {
  project: ProjectSummary;
  kind: SetupKind;
  id: string;
  title: string;
  text: string;
  /** The reasons that offer it until now. */
  offeredBy?: string[];
  onClose: () => void;
  /** Takes the focus when the row that had it is gone. */
  focusNext: RefObject<HTMLElement | null>;
};

/** Asks before it deletes, or says where it is still needed. */
export function DeleteDialog(props: Props) {
  const { project, kind, id, title, text, offeredBy = [], onClose, focusNext } = props;
  const t = useTranslations("closingSetup.remove");
  const common = useTranslations("common");
  const format = useFormatter();
  const remove = useDeleteItem(project.id, kind);
  const usage = findUsage(project, kind, id);
  const listOf = (names: string[]) => format.list(names.map((name) => t("quoted", { name })));
  const places = listOf(usage.map((place) => t(`places.${place}`)));
  const inUse =
    usage.length > 0
      ? t("inUse", { places })
      : remove.error?.code === "conflict"
        ? t("inUseSomewhere")
        : undefined;
  if (inUse !== undefined) {
    return (
      <Dialog title={title} isOpen onClose={onClose}>
        <Notice tone="alert" live>
          {inUse}
        </Notice>
        <DialogFooter>
          <Button onPress={onClose} autoFocus>
            {common("close")}
          </Button>
        </DialogFooter>
      </Dialog>
    );
  }
  return (
    <ConfirmDelete title={title} remove={remove} id={id} onClose={onClose} focusNext={focusNext}>
      <p>{text}</p>
      {offeredBy.length > 0 && (
        <p>{t("offeredBy", { count: offeredBy.length, names: listOf(offeredBy) })}</p>
      )}
    </ConfirmDelete>
  );
}
