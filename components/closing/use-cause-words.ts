import { useTranslations } from "next-intl";
import { closeCauses } from "@/lib/conversations/describe-close";

/** Why the desk itself didn't plan a close. */
const refusals = [
  "reason_required",
  "missing_value",
  "others",
  "requester_gone",
  "bad_input",
  "erased",
  "stopped",
  "cancelled",
  "under_way",
  "closed",
  "superseded",
  "not_found",
  "closed_elsewhere",
] as const;

/** What a code means, in the reader's language; "" for one without words. */
export function useCauseWords() {
  const causes = useTranslations("closing.causes");
  const words = useTranslations("closing.bulk.refusals");
  return (code: string) => {
    const cause = closeCauses.find(
      (each) => each === (code.startsWith("unreachable") ? "unreachable" : code),
    );
    if (cause) return causes(cause);
    const refusal = refusals.find((each) => each === code);
    return refusal ? words(refusal) : "";
  };
}
