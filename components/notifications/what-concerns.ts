import type { LiveChange } from "@/lib/conversations/apply-change";
import type { Message, SharedConversation } from "@/lib/conversations/schema";
import type { Preferences } from "@/lib/users/schema";
import { isQuiet } from "./is-quiet";

export type Concern = {
  /** "assigned" may still have been done by oneself: the change doesn't say who did it. */
  kind: "message" | "mention" | "assigned" | "unassigned";
  conversationId: string;
  conversation: SharedConversation | undefined;
  message: Message | undefined;
};

type Situation = {
  me: string;
  preferences: Preferences;
  /** Who had the conversation before; undefined where that isn't known, so that it is perhaps new. */
  before: { assigneeId: string | undefined } | undefined;
  now: Date;
  /** What is before one's eyes, in a tab that is looked at. */
  readingId: string | undefined;
  /** What happened before this time is no news: one has been away and sees it in the list. */
  newsSince: number;
};

const newWithinMs = 60_000;

/** What of a change the agent wants to hear, if anything. */
export function whatConcerns(change: LiveChange, situation: Situation): Concern | null {
  const { preferences, readingId, now, newsSince } = situation;
  const { conversationId, conversation, message } = change;
  if (conversationId === undefined || conversationId === readingId) return null;
  const kind = kindOf(change, situation);
  if (!kind || !isWanted(kind, preferences.notify) || isQuiet(preferences.quietHours, now))
    return null;
  const at = message?.at ?? conversation?.updatedAt;
  if (at !== undefined && at < newsSince) return null;
  return { kind, conversationId, conversation, message };
}

function kindOf(change: LiveChange, { me, before }: Situation): Concern["kind"] | null {
  const { kind, conversation, message } = change;
  if (kind === "mention") return message?.author?.id === me ? null : "mention";
  if (!conversation) return null;
  const { assignee, status } = conversation;
  if (assignee?.id === me) {
    if (kind === "message") return message?.direction === "in" ? "message" : null;
    return status !== "closed" && before?.assigneeId !== me ? "assigned" : null;
  }
  if (assignee || status !== "open") return null;
  // Who gives one away himself knows it.
  const isFree = before ? isSomebodyElses(before.assigneeId, me) : isNew(conversation);
  return isFree ? "unassigned" : null;
}

const isSomebodyElses = (id: string | undefined, me: string) => id !== undefined && id !== me;

/** Both times are of the server's side, whatever the clock here says. */
const isNew = ({ openedAt, updatedAt, messageCount }: SharedConversation) =>
  messageCount <= 1 && updatedAt - openedAt < newWithinMs;

function isWanted(kind: Concern["kind"], notify: Preferences["notify"]) {
  if (kind === "mention") return notify.mentions;
  return kind === "unassigned" ? notify.unassigned : notify.mine;
}
