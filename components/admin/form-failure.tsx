"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { RequestError } from "@/lib/http/request-json";

const known = ["gatewayUrl", "messagesUrl", "jelouProjectId", "email", "password", "name"] as const;

/** What the server finds wrong with a field, in the reader's language where we have words for it. */
export function useFieldError(error: RequestError | null) {
  const t = useTranslations("fieldErrors");
  return (field: string): string | undefined => {
    const words = error?.fields[field]?.join(" ");
    if (words === undefined) return undefined;
    const name = known.find((each) => each === field);
    if (!name) return t("other");
    return error?.code === "conflict" &&
      (name === "email" || name === "jelouProjectId" || name === "name")
      ? t(`${name}Taken`)
      : t(name);
  };
}

type FailureProps = {
  error: RequestError | null;
  /** The fields that show their own faults; left out, all of them do. */
  fields?: string[];
};

/** A failure that no field shows. */
export function FormFailure({ error, fields }: FailureProps) {
  const common = useTranslations("common");
  const t = useTranslations("fieldErrors");
  if (!error || Object.keys(error.fields).some((each) => fields?.includes(each) ?? true))
    return null;
  return (
    <Notice tone="alert" live>
      {error.code === "conflict"
        ? t("conflict")
        : error.code === "offline"
          ? common("offline")
          : common("failed")}
    </Notice>
  );
}
