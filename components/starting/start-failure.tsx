"use client";

import { useTranslations } from "next-intl";
import * as z from "zod/mini";
import { useCauseWords } from "@/components/closing/use-cause-words";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { RequestError } from "@/lib/http/request-json";

const failure = z.object({
  cause: z.catch(z.optional(z.string()), undefined),
  words: z.catch(z.optional(z.string()), undefined),
  reason: z.catch(z.optional(z.string()), undefined),
  conversationId: z.catch(z.optional(z.string()), undefined),
});

type Props = {
  error: RequestError;
  /** Goes to the conversation that stands in the way. */
  onGoTo: (conversationId: string) => void;
};

/** Why none was started, or that one may have been. */
export function StartFailure({ error, onGoTo }: Props) {
  const t = useTranslations("start");
  const closing = useTranslations("closing");
  const causeWords = useCauseWords();
  const { cause, words, conversationId } = failure.safeParse(error.body).data ?? {};
  const known = useFailureWords(error);
  return (
    <Notice
      tone="alert"
      live
      actions={
        conversationId !== undefined && (
          <Button size="small" onPress={() => onGoTo(conversationId)}>
            {t("goTo")}
          </Button>
        )
      }
    >
      {known} {cause && causeWords(cause)}
      {words && ` ${closing("jelouSays", { words })}`}
    </Notice>
  );
}

const own = ["open_conversation", "no_credentials", "archived"] as const;

function useFailureWords({ code, body }: RequestError): string {
  const t = useTranslations("start.failures");
  const again = useTranslations("closing.start");
  if (code === "conflict") {
    const reason = failure.safeParse(body).data?.reason;
    const known = own.find((each) => each === reason);
    if (known) return t(known);
    if (reason === "newer_conversation") return again("newer");
    return reason === "just_started" ? again("justStarted") : again("conflict");
  }
  if (code === "upstream_timeout") return again("unclear");
  if (code === "bad_input") return t("bad_input");
  if (code === "too_many_requests") return t("limited");
  return code === "offline" || code === "unavailable" ? t("offline") : again("failed");
}
