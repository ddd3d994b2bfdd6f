// The stand-in for Jelou as a process of its own, so that its work isn't counted as the desk's.
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { startSandbox } from "@/tests/support/jelou/sandbox";
import { answerCommands } from "../child";
import { projectKeys } from "../project-keys";
import { sharedNow } from "../statistics";

const sandbox = await startSandbox();
const { jelouProjectId, ...keys } = projectKeys;

/** By their headers, which the sandbox keeps; closer than the full milliseconds that it notes. */
const arrivals = new WeakMap<object, number>();
subscribe("http.server.request.start", (told) => {
  arrivals.set((told as { request: IncomingMessage }).request.headers, sharedNow());
});

type Sent = { room_id: string; value: { id: string; content: { body: string } } };

const commands = {
  gatewayUrl: () => sandbox.gatewayUrl,
  messagesUrl: () => sandbox.messagesUrl,

  /** From now on webhooks go to this address, and each close and message is answered after so long. */
  serve: ({ webhookUrl, delayMs }: { webhookUrl: string; delayMs: number }) => {
    sandbox.addProject({ id: jelouProjectId, ...keys, webhookUrl });
    sandbox.faults.clear();
    if (delayMs === 0) return;
    for (const on of ["close", "send"] as const) sandbox.faults.always({ on, delayMs });
  },

  /** Their ids at Jelou and the contacts', once the desk knows of them. */
  startConversations: async (count: number) => {
    const started = Array.from({ length: count }, () =>
      sandbox.startConversation({ projectId: jelouProjectId }),
    );
    await sandbox.settle();
    return started.map(({ id, roomId, bot, user }) => ({
      id,
      roomId,
      botId: bot.id,
      userId: user.id,
    }));
  },

  /** So many customers who have each written who they are, once the desk knows of them. */
  greet: async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      const userName = `Cliente ${1_000 + index}`;
      const { id } = sandbox.startConversation({ projectId: jelouProjectId, userName });
      const content = { body: `Hola, soy ${userName}.` };
      sandbox.customerWrites(id, { type: "text", content });
      await sandbox.settle();
    }
  },

  /** When each close call came, as Date.now() has it. */
  closeTimes: () => sandbox.callsTo("close").map(({ at }) => at),

  /** The messages that came, in their order, and when, on the clock that all processes share. */
  sends: () =>
    sandbox.callsTo("send").map(({ body, headers }) => {
      const { room_id: roomId, value } = body as Sent;
      return { roomId, id: value.id, text: value.content.body, at: arrivals.get(headers) ?? 0 };
    }),
};

export type JelouCommands = typeof commands;

answerCommands(commands);
