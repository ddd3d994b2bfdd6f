"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { untilPosted, usePost } from "@/lib/messages/client";
import {
  type Attachment,
  addFiles,
  attachmentsQuery,
  letGo,
  removeFile,
  retryFile,
} from "./keep-attachments";
import { toMedia } from "./make-outgoing";

/** The files that wait to go with the next answer of a conversation. */
export function useAttachments(conversationId: string) {
  const queries = useQueryClient();
  const post = usePost();
  const place = { queries, conversationId };
  const { queryKey } = attachmentsQuery(conversationId);
  const { data: items } = useQuery(attachmentsQuery(conversationId));
  /** As they are now, however long ago this was asked for. */
  const arrived = () =>
    (queries.getQueryData(queryKey) ?? []).flatMap((each) =>
      each.upload ? [{ ...each, upload: each.upload }] : [],
    );
  return {
    items,
    uploads: () => arrived().map(({ upload }) => upload),
    add: (files: File[]) => addFiles(place, files),
    retry: (attachment: Attachment) => retryFile(place, attachment),
    remove: (attachment: Attachment) => removeFile(place, attachment),
    letGo: () => letGo(place, arrived()),
    /** Sends them without a word; done when the desk has them, and all that was sent before. */
    post: async (author: { id: string; name: string }) => {
      const sent = arrived();
      letGo(place, sent);
      await Promise.all(
        sent.map(({ upload }) => post.mutateAsync(toMedia(conversationId, author, upload, null))),
      );
      await untilPosted(queries, conversationId);
    },
  };
}
