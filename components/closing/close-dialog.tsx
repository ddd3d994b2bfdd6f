"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef, useState } from "react";
import { useAccount } from "@/components/shell/account-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { useClose } from "@/lib/conversations/client";
import { conversationQuery } from "@/lib/conversations/query";
import type { Close, Conversation } from "@/lib/conversations/schema";
import type { ProjectSummary } from "@/lib/projects/schema";
import { CloseFailure } from "./close-failure";
import { CloseForm, showFaults, useCloseKeys } from "./close-form";
import { CloseWarnings, mayNotClose } from "./close-warnings";
import type { Written } from "./closing-provider";
import { DialogSkeleton } from "./dialog-skeleton";
import {
  type CloseSetup,
  findFaults,
  firstDraft,
  refreshDraft,
  toMessage,
  toRemembered,
  type Values,
  withText,
} from "./make-draft";
import { recallChoice, rememberChoice } from "./remember-choice";
import { useCloseSetup } from "./use-close-setup";
import { useFirst } from "./use-first";

type Props = {
  conversation: Conversation;
  /** Whether there is a list to go on in. */
  hasNext: boolean;
  written?: Written | undefined;
  onCancel: () => void;
  onRequested: (close: Close, next: boolean) => void;
};

export function CloseDialog(props: Props) {
  const t = useTranslations("closing");
  const { contact, projectId } = props.conversation;
  const ready = useCloseSetup(projectId);
  return (
    <Dialog
      title={t("title", { name: contact.name ?? contact.id })}
      isOpen
      onClose={props.onCancel}
      width="wide"
    >
      {ready ? (
        <CloseDialogBody {...props} setup={ready.setup} project={ready.project} />
      ) : (
        <DialogSkeleton />
      )}
    </Dialog>
  );
}

type BodyProps = Props & { setup: CloseSetup; project: ProjectSummary | undefined };

function CloseDialogBody({
  conversation,
  hasNext,
  written: last,
  onCancel,
  onRequested,
  setup,
  project,
}: BodyProps) {
  const t = useTranslations("closing");
  const common = useTranslations("common");
  const account = useAccount();
  const { id, contact, bot, close: previous, projectId } = conversation;
  const { data: current = conversation } = useQuery(conversationQuery(id));
  const values: Values = {
    "contact.name": contact.name,
    "agent.name": account.name,
    "project.name": project?.name ?? null,
  };
  // After Jelou found fault with it one goes on from what one had written.
  const faulty = previous?.state === "refused" ? previous : null;
  const [written, setDraft] = useState(() =>
    withText(
      firstDraft(
        setup,
        values,
        faulty,
        recallChoice(account.id, projectId),
        project?.defaultMessage ?? null,
      ),
      last?.text,
    ),
  );
  const draft = refreshDraft(setup, values, written);
  const [touched, setTouched] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const request = useClose();
  const first = useFirst(last?.before);
  const failure = first.error ?? request.error;
  const requireReason = project?.requireReason ?? false;
  const faults = findFaults(draft, values, requireReason);
  const forbidden = mayNotClose(account, project, current);

  const submit = (next: boolean) => {
    if (request.isPending || first.isPending || forbidden) return;
    if (faults.length > 0) return showFaults(form.current, () => setTouched(true));
    const { reasonId, note } = draft;
    first.run(() =>
      request.mutate(
        {
          conversationId: id,
          message: toMessage(draft),
          ...(reasonId === null ? {} : { reasonId }),
          note: note.trim() || undefined,
        },
        {
          onSuccess: (close) => {
            rememberChoice(account.id, projectId, toRemembered(draft));
            onRequested(close, next);
          },
        },
      ),
    );
  };
  const onKeyDown = useCloseKeys(setup, values, draft, setDraft, (event: KeyboardEvent) =>
    submit(!event.shiftKey),
  );

  return (
    <div ref={form} onKeyDownCapture={onKeyDown} className="flex flex-col gap-4">
      <CloseWarnings opened={conversation} current={current} forbidden={forbidden} />
      <CloseForm
        setup={setup}
        values={values}
        draft={draft}
        onChange={setDraft}
        faults={touched ? faults : faults.filter((fault) => fault === "valueMissing")}
        requireReason={requireReason}
        botName={bot.name ?? bot.id}
        said={faulty?.lastError?.fields}
      />
      {failure && <CloseFailure error={failure} />}
      <DialogFooter>
        <span className="mr-auto hidden text-ink-faint text-xs sm:inline">
          {t(hasNext ? "shortcutNext" : "shortcut")}
        </span>
        <Button onPress={onCancel}>{common("cancel")}</Button>
        {hasNext && (
          <Button onPress={() => submit(false)} isDisabled={forbidden}>
            {t("submitStay")}
          </Button>
        )}
        <Button
          look="primary"
          onPress={() => submit(true)}
          isPending={request.isPending || first.isPending}
          isDisabled={forbidden}
        >
          {t(hasNext ? "submitNext" : "submit")}
        </Button>
      </DialogFooter>
    </div>
  );
}
