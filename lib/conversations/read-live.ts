import type { LoadRows } from "@/lib/live/hub";
import { loadMessages, loadShared } from "./read";

/** The rows that a frame of the live stream carries, read once for all viewers. */
export const loadLiveRows: LoadRows = async (rows) => {
  const conversations = await loadShared(unique(rows.map((row) => row.conversation_id)));
  const messages = await loadMessages(unique(rows.map((row) => row.message_id)));
  return new Map(
    rows.map((row) => {
      const conversation = conversations.get(row.conversation_id ?? "");
      const message = messages.get(row.message_id ?? "");
      return [
        row.seq,
        {
          ...(conversation ? { revision: conversation.revision, conversation } : {}),
          ...(message ? { message } : {}),
        },
      ];
    }),
  );
};

const unique = (ids: (string | null)[]) => [...new Set(ids)].filter((id) => id !== null);
