import { useTranslations } from "next-intl";
import * as z from "zod/mini";
import { Notice } from "@/components/ui/notice";
import { close } from "@/lib/conversations/schema";
import type { RequestError } from "@/lib/http/request-json";

const reasons = [
  "closes_paused",
  "no_credentials",
  "archived",
  "others",
  "reason_required",
  "missing_value",
] as const;

const conflict = z.object({
  reason: z.catch(z.optional(z.enum(reasons)), undefined),
  close: z.catch(z.optional(close), undefined),
});

/** Why the desk didn't take the close; what was written stays in the dialog. */
export function CloseFailure({ error }: { error: RequestError }) {
  const t = useTranslations("closing.failures");
  const { reason, close: existing } = conflict.safeParse(error.body).data ?? {};
  const words = reason
    ? t(reason)
    : error.code === "conflict"
      ? existing?.state === "superseded"
        ? t("superseded")
        : existing && ["waiting", "sending", "unknown"].includes(existing.state)
          ? t("underWay", { name: existing.requestedBy.name })
          : t("closed")
      : error.code === "bad_input"
        ? t("changed")
        : error.code === "offline" || error.code === "unavailable"
          ? t("offline")
          : t("other");
  return (
    <Notice tone="alert" live>
      {words}
    </Notice>
  );
}
