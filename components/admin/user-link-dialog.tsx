"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { useMakeLink } from "@/lib/users/client";
import type { User, UserLink } from "@/lib/users/schema";
import { CopyField } from "./copy-field";
import { FormFailure } from "./form-failure";
import { isInvited } from "./is-invited";

type Props = { user: User; onClose: () => void };

/** Makes an invitation or a password link. What isn't mailed is shown here, once. */
export function UserLinkDialog({ user, onClose }: Props) {
  const t = useTranslations("users");
  const common = useTranslations("common");
  const make = useMakeLink(user.id);
  const { name } = user;
  const invites = isInvited(user);
  return (
    <Dialog
      title={t(invites ? "inviteName" : "passwordLinkName", { name })}
      isOpen
      onClose={onClose}
      role={make.data?.url ? "alertdialog" : "dialog"}
    >
      {make.data ? (
        <Made link={make.data} user={user} />
      ) : (
        <p>{t(invites ? "link.inviteText" : "link.resetText", { name })}</p>
      )}
      <FormFailure error={make.error} />
      <DialogFooter>
        {!make.data && <Button onPress={onClose}>{t("link.later")}</Button>}
        <Button
          look="primary"
          isPending={make.isPending}
          onPress={() => (make.data ? onClose() : make.mutate())}
          autoFocus
        >
          {make.data ? common("done") : t(invites ? "invite" : "link.make")}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function Made({ link, user }: { link: UserLink; user: User }) {
  const t = useTranslations("users.link");
  const format = useFormatter();
  const when = format.dateTime(link.expiresAt, { dateStyle: "medium", timeStyle: "short" });
  if (link.url === null) {
    return (
      <Notice tone="accent" live>
        {t("mailed", { email: user.email, when })}
      </Notice>
    );
  }
  return (
    <>
      {link.mailFailure && (
        <Notice tone="alert" live>
          {t(link.mailFailure)}
        </Notice>
      )}
      <CopyField label={t("label", { name: user.name })} value={link.url} />
      <p role="status" className="text-ink-soft text-sm">
        {t("once", { when })}
      </p>
    </>
  );
}
