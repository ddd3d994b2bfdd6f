"use client";

import { useTranslations } from "next-intl";
import * as z from "zod/mini";
import { useCauseWords } from "@/components/closing/use-cause-words";
import { Notice } from "@/components/ui/notice";
import type { RequestError } from "@/lib/http/request-json";
import type { Project } from "@/lib/projects/schema";

type Props = { error: RequestError | null; project: Project; isUpdate?: boolean };

const failure = z.object({
  cause: z.catch(z.optional(z.string()), undefined),
  words: z.catch(z.optional(z.string()), undefined),
  reason: z.catch(z.optional(z.string()), undefined),
});
type Failure = z.infer<typeof failure>;

/** Why Jelou did not do it, what that means and what to do. */
export function ConnectFailure({ error, project, isUpdate = false }: Props) {
  const t = useTranslations("projects.connect.failures");
  const closing = useTranslations("closing");
  const common = useTranslations("common");
  const causeWords = useCauseWords();
  if (!error) return null;
  const said = failure.safeParse(error.body).data ?? {};
  const kind = kindOf(error, said, isUpdate);
  const cause = kind === "unclear" || kind === "unclearUpdate" ? causeWords(said.cause ?? "") : "";
  return (
    <Notice tone="alert" live>
      {kind === "offline" || kind === "failed"
        ? common(kind)
        : t(kind, { project: project.jelouProjectId })}
      {cause && ` ${cause}`}
      {said.words && ` ${closing("jelouSays", { words: said.words })}`}
    </Notice>
  );
}

const refusals = ["unauthorized", "not_found", "invalid", "refused"] as const;
const reasons = ["under_way", "no_credentials", "archived", "not_registered"] as const;

function kindOf({ code }: RequestError, { cause, reason }: Failure, isUpdate: boolean) {
  if (code === "upstream_failed")
    return cause === "forbidden"
      ? "refused"
      : (refusals.find((each) => each === cause) ?? "unreachable");
  if (code === "upstream_timeout" && cause === "no_secret") return "noSecret";
  if (code === "upstream_timeout") return isUpdate ? "unclearUpdate" : "unclear";
  if (code === "too_many_requests") return "limited";
  if (code === "conflict") return reasons.find((each) => each === reason) ?? "failed";
  if (code === "offline") return "offline";
  return cause === "not_stored" ? "notStored" : "failed";
}
