// The stand-in for Jelou as a process of its own, so that its work isn't counted as the desk's.
import { startSandbox } from "@/tests/support/jelou/sandbox";
import { answerCommands } from "../child";
import { projectKeys } from "../project-keys";

const sandbox = await startSandbox();
const { jelouProjectId, ...keys } = projectKeys;

const commands = {
  gatewayUrl: () => sandbox.gatewayUrl,

  /** From now on webhooks go to this address, and each close is answered after so long. */
  serve: ({ webhookUrl, delayMs }: { webhookUrl: string; delayMs: number }) => {
    sandbox.addProject({ id: jelouProjectId, ...keys, webhookUrl });
    sandbox.faults.clear();
    if (delayMs > 0) sandbox.faults.always({ on: "close", delayMs });
  },

  /** Their ids at Jelou and the contacts', once the desk knows of them. */
  startConversations: async (count: number) => {
    const started = Array.from({ length: count }, () =>
      sandbox.startConversation({ projectId: jelouProjectId }),
    );
    await sandbox.settle();
    return started.map(({ id, bot, user }) => ({ id, botId: bot.id, userId: user.id }));
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
};

export type JelouCommands = typeof commands;

answerCommands(commands);
