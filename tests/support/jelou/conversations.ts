import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { FetchedMedia } from "./fetch-media.ts";
import type { Project } from "./projects.ts";

export type CustomerGot =
  | { type: "text"; text: string }
  | { type: "edge"; skillId?: string | number; targetId?: string | number };

export interface ChatMessage {
  id: string;
  from: "customer" | "agent";
  type: string;
  content: Record<string, unknown>;
  at: number;
  /** Of a file that the agent sent, once it has been fetched. */
  media?: FetchedMedia;
}

export interface Conversation {
  id: string;
  projectId: string;
  roomId: string;
  bot: { id: string; name: string };
  user: { id: string; name: string };
  status: "open" | "closed";
  startedAt: number;
  closedAt: number | null;
  endedReason: string | null;
  /** What the customer was sent at the close; null while open, and when nothing was sent. */
  customerGot: CustomerGot | null;
  initialMessage: string | null;
  messages: ChatMessage[];
}

export interface Opening {
  botId?: string;
  botName?: string;
  userId?: string;
  userName?: string;
  initialMessage?: string;
  at?: number;
}

export type Conversations = ReturnType<typeof createConversations>;

export function createConversations() {
  const byId = new Map<string, Conversation>();
  const byPair = new Map<string, Conversation[]>();
  const byRoom = new Map<string, Conversation[]>();

  function open(project: Project, opening: Opening): Conversation {
    const botId = opening.botId ?? project.bots.keys().next().value ?? `bot-${project.id}`;
    const userId = opening.userId ?? `5939${randomInt(10_000_000, 99_999_999)}`;
    const bot = { id: botId, name: opening.botName ?? project.bots.get(botId) ?? "Soporte" };
    const userName = opening.userName ?? project.users.get(userId);
    const user = { id: userId, name: userName ?? `Cliente ${userId.slice(-4)}` };
    project.bots.set(bot.id, bot.name);
    project.users.set(user.id, user.name);

    const ofPair = listAt(byPair, pairKey(project.id, botId, userId));
    const conversation: Conversation = {
      id: randomBytes(12).toString("hex"),
      projectId: project.id,
      roomId: ofPair[0]?.roomId ?? randomUUID(),
      bot,
      user,
      status: "open",
      startedAt: opening.at ?? Date.now(),
      closedAt: null,
      endedReason: null,
      customerGot: null,
      initialMessage: opening.initialMessage ?? null,
      messages: [],
    };
    byId.set(conversation.id, conversation);
    ofPair.push(conversation);
    listAt(byRoom, conversation.roomId).push(conversation);
    return conversation;
  }

  return {
    open,
    get: (id: string) => byId.get(id),
    all: () => [...byId.values()],
    /** The latest conversation of that user with that bot, whether still open or not. */
    latest: (projectId: string, botId: string, userId: string) =>
      newest(byPair.get(pairKey(projectId, botId, userId)) ?? []),
    active: (projectId: string, botId: string, userId: string) =>
      newest((byPair.get(pairKey(projectId, botId, userId)) ?? []).filter(isOpen)),
    inRoom: (projectId: string, roomId: string) =>
      newest((byRoom.get(roomId) ?? []).filter((one) => one.projectId === projectId)),
  };
}

export function isOpen(conversation: Conversation): boolean {
  return conversation.status === "open";
}

export function endConversation(
  conversation: Conversation,
  reason: string,
  customerGot: CustomerGot | null,
  closedAt = Date.now(),
): void {
  Object.assign(conversation, { status: "closed", endedReason: reason, customerGot, closedAt });
}

function newest(conversations: Conversation[]): Conversation | undefined {
  return conversations.toSorted((a, b) => a.startedAt - b.startedAt).at(-1);
}

function pairKey(projectId: string, botId: string, userId: string): string {
  return JSON.stringify([projectId, botId, userId]);
}

function listAt<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
