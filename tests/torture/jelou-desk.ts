import { endWithRun } from "../bench/cleaning";
import { projectKeys } from "../bench/project-keys";
import { startSandbox } from "../support/jelou/sandbox";
import { until } from "./case";
import { type Desk, openDesk } from "./desk";

const { jelouProjectId, ...keys } = projectKeys;

/** A Jelou in this process, which tells nobody of anything before it is told whom. */
export async function openJelou() {
  const sandbox = await startSandbox();
  endWithRun(() => sandbox.close());
  sandbox.addProject({ id: jelouProjectId, ...keys });
  return sandbox;
}

export type Jelou = Awaited<ReturnType<typeof openJelou>>;

/** From now on the desk is told of what happens at Jelou. */
export function tellDesk(sandbox: Jelou, { url, webhookPath }: Desk) {
  sandbox.addProject({ id: jelouProjectId, ...keys, webhookUrl: url + webhookPath });
}

export async function openDeskWithJelou(options: Parameters<typeof openDesk>[0] = {}) {
  const sandbox = await openJelou();
  const desk = await openDesk({ gatewayUrl: sandbox.gatewayUrl, ...options });
  tellDesk(sandbox, desk);
  return { sandbox, desk };
}

export type Greeted = { id: string; jelouId: string; userId: string };

/** So many customers' conversations that the desk has heard of. */
export async function greet(sandbox: Jelou, desk: Desk, count: number): Promise<Greeted[]> {
  const begun = Array.from({ length: count }, () =>
    sandbox.startConversation({ projectId: jelouProjectId }),
  );
  await sandbox.settle();
  const rows = await desk.query("select id, jelou_id from conversations");
  const ids = new Map(rows.map((row) => [String(row.jelou_id), String(row.id)]));
  return begun.map(({ id, user }) => ({ id: ids.get(id) ?? "", jelouId: id, userId: user.id }));
}

export type CloseFacts = { state: string; code: string | undefined; status: string };

/** How the close of a conversation stands, and the conversation. */
export async function readClose(desk: Pick<Desk, "admin">, id: string): Promise<CloseFacts> {
  const conversation = await desk.admin.call("GET", `/api/conversations/${id}`);
  const close = conversation.close as { state: string; lastError: { code: string } | null } | null;
  return {
    state: close?.state ?? "none",
    code: close?.lastError?.code,
    status: String(conversation.status),
  };
}

export const orderClose = (desk: Pick<Desk, "admin">, id: string) =>
  desk.admin.call("POST", `/api/conversations/${id}/close`, { message: null, undoMs: 0 });

/** The facts once they match, or as they stand when the time is over. */
export async function closeThat(
  desk: Pick<Desk, "admin">,
  id: string,
  matches: (facts: CloseFacts) => boolean,
  withinMs: number,
): Promise<CloseFacts> {
  let facts = await readClose(desk, id);
  await until(
    async () => {
      facts = await readClose(desk, id).catch(() => facts);
      return matches(facts);
    },
    withinMs,
    100,
  );
  return facts;
}

export const callsFor = (sandbox: Jelou, { userId }: Greeted) =>
  sandbox.callsTo("close").filter(({ body }) => (body as { userId?: string }).userId === userId);
