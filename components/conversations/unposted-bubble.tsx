"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CircleAlert, Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Message } from "@/lib/conversations/schema";
import { forgetUnposted, type Unposted, usePost } from "@/lib/messages/client";
import { Bubble, Foot, NoteHead } from "./message-bubble";
import { MessageContent } from "./message-content";
import { useMessageCause } from "./use-message-cause";

type Props = { unposted: Unposted; isOpen: boolean };

/** What was written here and the desk hasn't taken yet, or didn't take. */
export function UnpostedBubble({ unposted: { outgoing, at, error }, isOpen }: Props) {
  const t = useTranslations("message");
  const isNote = outgoing.kind === "note";
  return (
    <Bubble look={error ? "failed" : isNote ? "note" : "unposted"} isFirst>
      {isNote && <NoteHead />}
      <MessageContent
        message={{
          direction: isNote ? "note" : "out",
          type: outgoing.kind === "note" ? "text" : outgoing.type,
          content: outgoing.content,
        }}
      />
      {error ? (
        <NotTaken outgoing={outgoing} error={error} isOpen={isOpen} />
      ) : (
        <Foot author={outgoing.author} at={at}>
          <span className="inline-flex items-center gap-1">
            <Clock size={12} aria-hidden />
            {isNote ? t("states.posting") : t("states.sending")}
          </span>
        </Foot>
      )}
    </Bubble>
  );
}

type NotTakenProps = {
  outgoing: Unposted["outgoing"];
  error: NonNullable<Message["error"]>;
  isOpen: boolean;
};

function NotTaken({ outgoing, error, isOpen }: NotTakenProps) {
  const t = useTranslations("message");
  const queries = useQueryClient();
  const cause = useMessageCause();
  const post = usePost();
  const [copied, setCopied] = useState(false);
  const { body, caption } = outgoing.content;
  const words = [body, caption].find((each) => typeof each === "string" && each !== "");
  const copy = () =>
    void navigator.clipboard.writeText(String(words)).then(
      () => setCopied(true),
      // Without the permission it stays where it can be marked and copied by hand.
      () => {},
    );
  return (
    <footer className="flex flex-col gap-1.5 text-sm">
      <p role="alert">
        <span className="flex items-center gap-1 font-semibold text-alert text-xs">
          <CircleAlert size={14} aria-hidden className="shrink-0" />
          {t("states.unposted")}
        </span>
        {cause.unposted(error, isOpen)}
      </p>
      <p className="flex flex-wrap gap-2">
        <Button size="small" isPending={post.isPending} onPress={() => post.mutate(outgoing)}>
          {t("retry")}
        </Button>
        {words !== undefined && (
          <Button size="small" look="quiet" onPress={copy}>
            {copied ? t("copied") : t("copy")}
          </Button>
        )}
        <Button
          size="small"
          look="quiet"
          onPress={() => forgetUnposted(queries, outgoing.conversationId, outgoing.clientId)}
        >
          {t("remove")}
        </Button>
      </p>
    </footer>
  );
}
