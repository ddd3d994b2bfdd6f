import { afterAll, expect, onTestFinished } from "vitest";
import type { Close, Conversation } from "@/lib/conversations/schema";
import { openDesk } from "./desk.ts";
import { startSandbox } from "./jelou/sandbox.ts";
import { hire, type Person } from "./people.ts";
import type { EngineName } from "./stores.ts";

export const secrets = {
  clientId: "client-of-the-tests",
  clientSecret: "canary-client-secret",
  apiKey: "canary-api-key",
  signingSecret: "canary-signing-secret",
};

const waitLimit = { timeout: 8_000, interval: 10 };

/** A desk and a Jelou that talk to each other over HTTP, with an agent of the first project. */
export async function openDeskWithJelou(
  settings: Record<string, string> = {},
  engine?: EngineName,
) {
  const sandbox = await startSandbox();
  const desk = await openDesk(settings, engine);
  afterAll(() => sandbox.close());
  const project = await addProject("p1");
  const agent = await hire(desk.admin, "agent", [project.id], "Ana Agente");

  async function addProject(jelouProjectId: string) {
    const webhookUrl = `${desk.url}/api/webhooks/jelou/${jelouProjectId}`;
    sandbox.addProject({
      id: jelouProjectId,
      ...secrets,
      webhookUrl,
      bots: [{ id: "bot", name: "Asistente" }],
    });
    const { gatewayUrl, messagesUrl } = sandbox;
    const input = { name: jelouProjectId, jelouProjectId, gatewayUrl, messagesUrl };
    const { status, body } = await desk.admin.post("/api/projects", input);
    expect(status).toBe(201);
    const { clientId, clientSecret, signingSecret } = secrets;
    const credentials = { kind: "basic", clientId, clientSecret };
    await desk.admin.put(`/api/projects/${body.id}/credentials`, credentials);
    await desk.admin.put(`/api/projects/${body.id}/webhook-auth`, { signingSecret });
    return { id: body.id as string, jelouProjectId };
  }

  /** A customer's conversation that the desk has heard of. */
  async function greet(opening: Partial<Parameters<typeof sandbox.startConversation>[0]> = {}) {
    const jelou = sandbox.startConversation({
      projectId: project.jelouProjectId,
      botId: "bot",
      userId: `user-${crypto.randomUUID()}`,
      ...opening,
    });
    await sandbox.settle();
    return { jelou, id: await idOf(jelou.id) };
  }

  async function idOf(jelouConversationId: string) {
    const { body } = await desk.admin.get("/api/conversations?status=all&limit=100");
    const items = body.items as Conversation[];
    const found = items.find((each) => each.jelouConversationId === jelouConversationId);
    if (!found) throw new Error("The desk doesn't know this conversation.");
    return found.id;
  }

  const get = async (id: string, person: Person = agent): Promise<Conversation> =>
    (await person.get(`/api/conversations/${id}`)).body;

  const close = (id: string, input: object = {}, person: Person = agent) =>
    person.post(`/api/conversations/${id}/close`, { message: null, undoMs: 0, ...input });

  /** Waits until the close of a conversation is in this state. */
  const settles = async (id: string, state: Close["state"]): Promise<Conversation> => {
    await expect.poll(async () => (await get(id, desk.admin)).close?.state, waitLimit).toBe(state);
    return get(id, desk.admin);
  };

  /** The close calls that Jelou got for a customer. */
  const callsFor = (userId: string) =>
    sandbox.callsTo("close").filter((call) => (call.body as { userId?: string }).userId === userId);

  /** Faults of one test are gone before the next. */
  const withFault = (...given: Parameters<typeof sandbox.faults.next>) => {
    sandbox.faults.next(...given);
    onTestFinished(() => sandbox.faults.clear());
  };

  return {
    desk,
    sandbox,
    project,
    agent,
    admin: desk.admin,
    addProject,
    greet,
    idOf,
    get,
    close,
    settles,
    callsFor,
    withFault,
  };
}
