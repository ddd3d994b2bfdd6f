import type { InfiniteData } from "@tanstack/react-query";
import * as z from "zod/mini";
import { foldText } from "@/lib/i18n/fold-text";
import {
  type Conversation,
  type ConversationPage,
  type Message,
  type MessagePage,
  message,
  type SharedConversation,
  type Sort,
  sharedConversation,
} from "./schema";

/** What a frame of the live stream says, as far as the screens care. */
export const liveChange = z.object({
  kind: z.string(),
  projectId: z.nullish(z.string()),
  conversationId: z.optional(z.string()),
  conversation: z.optional(sharedConversation),
  message: z.optional(message),
  /** Of the kind "read": of how many messages this agent has seen the conversation, and whether a mention waits for him. */
  seenCount: z.optional(z.int()),
  mentioned: z.optional(z.boolean()),
  /** Of the kind "mention": the note that names him. */
  messageId: z.nullish(z.string()),
});
export type LiveChange = z.infer<typeof liveChange>;

export type ListFilter = {
  status: "open" | "closing" | "closed" | "all" | undefined;
  project: string | undefined;
  assignee: string | undefined;
  q: string | undefined;
  sort: Sort;
};

export type ListData = InfiniteData<ConversationPage, string | undefined>;
export type ThreadData = InfiniteData<MessagePage, string | undefined>;

/** Whether a list with this filter shows the conversation; `me` is who looks. */
export function matchesFilter(filter: ListFilter, conversation: SharedConversation, me: string) {
  const { status, wroteAfterClose } = conversation;
  const inStatus =
    filter.status === undefined
      ? status !== "closed" || wroteAfterClose
      : filter.status === "all" || status === filter.status;
  if (!inStatus || (filter.project !== undefined && filter.project !== conversation.projectId))
    return false;
  const assignee = conversation.assignee?.id;
  if (filter.assignee === "none" && assignee !== undefined) return false;
  if (filter.assignee === "me" && assignee !== me) return false;
  if (filter.assignee && !["none", "me"].includes(filter.assignee) && assignee !== filter.assignee)
    return false;
  const { contact } = conversation;
  return !filter.q || foldText(`${contact.name ?? ""} ${contact.id}`).includes(foldText(filter.q));
}

/** A newer row wins, an older one changes nothing; what the stream can't know (unread) is reckoned on. */
export function mergeConversation(
  known: Conversation | undefined,
  shared: SharedConversation,
  reading: boolean,
): Conversation {
  if (known && known.revision >= shared.revision) return known;
  const arrived = shared.messageCount - (known?.messageCount ?? 0);
  return {
    ...shared,
    unread: reading ? 0 : Math.max(0, (known?.unread ?? 0) + arrived),
    mentioned: !reading && (known?.mentioned ?? false),
  };
}

/**
 * A list with these rows where they now belong; an older row changes nothing. What belongs behind the last page that is
 * loaded is left to the loading of the next one. `me` is who looks.
 */
export function applyToList(
  data: ListData,
  rows: Conversation[],
  filter: ListFilter,
  me: string,
): ListData {
  let pages = data.pages;
  for (const row of rows) {
    const known = findInPages(pages, row.id);
    if (known && known.revision >= row.revision) continue;
    if (known) pages = removeFrom(pages, row.id);
    if (matchesFilter(filter, row, me)) pages = insertInto(pages, row, filter.sort);
  }
  return pages === data.pages ? data : { ...data, pages };
}

/** The list with another form of one row, in its place. */
export function changeInList(
  data: ListData,
  id: string,
  change: (known: Conversation) => Conversation,
): ListData {
  const known = findInPages(data.pages, id);
  const changed = known && change(known);
  if (!changed || changed === known) return data;
  const pages = data.pages.map((page) =>
    page.items.includes(known)
      ? { ...page, items: page.items.map((item) => (item === known ? changed : item)) }
      : page,
  );
  return { ...data, pages };
}

/** What a conversation is to this agent after he has read it elsewhere, or has been named in a note. */
export function applyPersonal(known: Conversation, change: LiveChange): Conversation {
  const { kind, seenCount, mentioned = false } = change;
  if (kind === "mention") return known.mentioned ? known : { ...known, mentioned: true };
  if (kind !== "read" || seenCount === undefined) return known;
  const unread = Math.max(0, known.messageCount - seenCount);
  const isNew = unread !== known.unread || mentioned !== known.mentioned;
  return isNew ? { ...known, unread, mentioned } : known;
}

/** The open thread after some changes: new messages in the newest page, in the order of time. */
export function applyToThread(
  data: ThreadData,
  changes: LiveChange[],
  conversationId: string,
): ThreadData {
  let pages = data.pages;
  for (const { message: arrived } of changes) {
    if (arrived?.conversationId !== conversationId) continue;
    const known = pages.some((page) => page.items.some((item) => item.id === arrived.id));
    if (known) {
      pages = pages.map((page) => ({
        ...page,
        items: page.items.map((item) => (item.id === arrived.id ? arrived : item)),
      }));
    } else {
      pages = pages.map((page, index) =>
        index === 0 ? { ...page, items: insertByTime(page.items, arrived) } : page,
      );
    }
  }
  return pages === data.pages ? data : { ...data, pages };
}

function insertByTime(items: Message[], arrived: Message) {
  const at = items.findLastIndex((item) => item.at <= arrived.at);
  return items.toSpliced(at + 1, 0, arrived);
}

/** The row of a list, if it is loaded. */
export const findInPages = (pages: ConversationPage[], id: string) => {
  for (const page of pages) {
    const found = page.items.find((item) => item.id === id);
    if (found) return found;
  }
  return undefined;
};

const removeFrom = (pages: ConversationPage[], id: string) =>
  pages.map((page) =>
    page.items.some((item) => item.id === id)
      ? { ...page, items: page.items.filter((item) => item.id !== id) }
      : page,
  );

function insertInto(pages: ConversationPage[], conversation: Conversation, sort: Sort) {
  const rank = rankOf(conversation, sort);
  for (const [index, page] of pages.entries()) {
    // Of equals the server puts the newer one first, but where the longest wait comes first.
    const at = page.items.findIndex((item) =>
      sort === "waiting" ? rankOf(item, sort) > rank : rankOf(item, sort) >= rank,
    );
    if (at >= 0)
      return pages.with(index, { ...page, items: page.items.toSpliced(at, 0, conversation) });
  }
  const last = pages.at(-1);
  if (!last || last.nextCursor !== null) return pages;
  return pages.with(pages.length - 1, { ...last, items: [...last.items, conversation] });
}

/** Ascending in the order of the list. */
function rankOf(conversation: Conversation, sort: Sort) {
  if (sort === "activity") return -conversation.activityAt;
  if (sort === "opened") return -conversation.openedAt;
  return conversation.waitingSince ?? Number.MAX_SAFE_INTEGER;
}
