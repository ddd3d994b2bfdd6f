import type { Conversation } from "@/lib/conversations/schema";
import { DeskClient } from "../../scripts/desk-client.ts";
import type { Desk } from "./e2e-desk.ts";
import { type Sandbox, startSandbox } from "./jelou/sandbox.ts";

export type Person = { id: string; name: string; email: string; password: string; cookie: string };

type Opening = Partial<Parameters<Sandbox["startConversation"]>[0]> & { text?: string };

/** Jelou answers for another customer of the same name in no other test: ids are made anew. */
const newId = () => crypto.randomUUID().slice(0, 8);

export const secrets = {
  clientId: "cliente",
  clientSecret: "el-secreto-del-cliente",
  apiKey: "la-clave-de-api",
  signingSecret: "el-secreto-de-firma",
};

/** A Jelou of its own, and a project of it on the desk, so that tests don't see each other's customers. */
export async function openShop(desk: Desk) {
  const jelou = await startSandbox();
  const { projectId, jelouProjectId } = await addProject("Tienda Andina");

  async function addProject(name: string, gatewayUrl = jelou.gatewayUrl) {
    const id = `tienda-${newId()}`;
    const project = await desk.admin.call("POST", "/api/projects", {
      name,
      jelouProjectId: id,
      gatewayUrl,
      messagesUrl: jelou.messagesUrl,
    });
    const { clientId, clientSecret, signingSecret } = secrets;
    const path = `/api/projects/${String(project.id)}`;
    await desk.admin.call("PUT", `${path}/credentials`, { kind: "basic", clientId, clientSecret });
    await desk.admin.call("PUT", `${path}/webhook-auth`, { signingSecret });
    jelou.addProject({
      id,
      ...secrets,
      webhookUrl: `${desk.url}/api/webhooks/jelou/${id}`,
      bots: [{ id: "bot", name: "Asistente" }],
    });
    return { projectId: String(project.id), jelouProjectId: id };
  }

  const admins: string[] = [];
  async function hire(name: string, role: "agent" | "supervisor" | "admin" = "agent") {
    const login = { email: `${newId()}@example.com`, password: `clave-${newId()}` };
    const user = await desk.admin.call("POST", "/api/users", {
      ...login,
      name,
      role,
      projectIds: [projectId],
    });
    if (role === "admin") admins.push(String(user.id));
    const client = new DeskClient(desk.url);
    await client.signIn(login.email, login.password);
    return { id: String(user.id), name, ...login, cookie: client.cookie } satisfies Person;
  }

  /** The customer writes; the desk has heard of it. */
  async function says(conversationId: string, body: string) {
    jelou.customerWrites(conversationId, { type: "text", content: { body } });
    await jelou.settle();
  }

  /** A customer arrives and, where `text` is given, writes; the desk has heard of both. */
  async function greet(userName: string, { text, ...opening }: Opening = {}) {
    const conversation = jelou.startConversation({
      projectId: jelouProjectId,
      userName,
      ...opening,
    });
    if (text !== undefined) await says(conversation.id, text);
    else await jelou.settle();
    return conversation;
  }

  /** The same conversation as the desk has it. */
  async function onDesk(jelouId: string): Promise<Conversation> {
    const userId = jelou.conversation(jelouId)?.user.id;
    const path = `/api/conversations?status=all&q=${userId}`;
    const { items } = (await desk.admin.call("GET", path)) as { items: Conversation[] };
    const found = items.find((each) => each.jelouConversationId === jelouId);
    if (!found) throw new Error("The desk doesn't know this conversation.");
    return found;
  }

  /** A close without a message, as any other client of the desk may ask for it. */
  async function closeFromAfar(jelouId: string, { undoMs = 0 } = {}) {
    const { id } = await onDesk(jelouId);
    await desk.admin.call("POST", `/api/conversations/${id}/close`, { message: null, undoMs });
    return id;
  }

  /** The close calls that Jelou got, as their bodies. */
  const closeCalls = () => jelou.callsTo("close").map((call) => call.body);

  /** An admin is one of every project, those of other tests included. */
  async function close() {
    for (const id of admins) await desk.admin.call("PATCH", `/api/users/${id}`, { active: false });
    await jelou.close();
  }

  return {
    jelou,
    close,
    projectId,
    jelouProjectId,
    addProject,
    hire,
    says,
    greet,
    onDesk,
    closeFromAfar,
    closeCalls,
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
