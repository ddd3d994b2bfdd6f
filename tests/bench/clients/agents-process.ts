// People who answer, each in a conversation of his own, over a kept connection each.
import { setTimeout as sleep } from "node:timers/promises";
import { answerCommands } from "../child";
import { sharedNow } from "../statistics";
import { openConnection, toRequest } from "./post-connection";

type Posting = {
  port: number;
  cookie: string;
  conversationIds: string[];
  /** How many messages each of them posts, and how many a second, unless the desk takes longer than that. */
  each: number;
  perSecond: number;
};

/** On the clock that all processes share. */
export type Post = { text: string; dueAt: number; sentAt: number; answeredAt: number };

const commands = {
  /** The next one of a conversation goes when it is due and the last one was answered. */
  post: async ({ port, cookie, conversationIds, each, perSecond }: Posting): Promise<Post[]> => {
    const interval = 1_000 / perSecond;
    const startedAt = sharedNow();
    const posts = conversationIds.map(async (id, agent) => {
      const connection = await openConnection(port);
      const own: Post[] = [];
      // Not all of them in the same moment.
      const firstAt = startedAt + (interval * agent) / conversationIds.length;
      for (let index = 0; index < each; index += 1) {
        const dueAt = firstAt + index * interval;
        const wait = dueAt - sharedNow();
        if (wait > 0) await sleep(wait);
        const text = `${id} ${startedAt} ${index}`;
        const sentAt = sharedNow();
        const status = await connection.post(toPost(id, text, cookie));
        if (status !== 202) throw new Error(`A message was answered with ${status}`);
        own.push({ text, dueAt, sentAt, answeredAt: sharedNow() });
      }
      connection.close();
      return own;
    });
    return (await Promise.all(posts)).flat();
  },
};

export type AgentCommands = typeof commands;

function toPost(conversationId: string, text: string, cookie: string) {
  const body = Buffer.from(JSON.stringify({ type: "text", text, clientId: crypto.randomUUID() }));
  return toRequest(`/api/conversations/${conversationId}/messages`, body, { cookie });
}

answerCommands(commands);
