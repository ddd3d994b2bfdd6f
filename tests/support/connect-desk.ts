import { sql } from "kysely";
import { db } from "@/lib/db/store";
import { openDeskWithJelou, secrets } from "./jelou-desk.ts";
import { startPayload } from "./payloads.ts";
import { postWebhook } from "./post-webhook.ts";

type Keys = { project: string; secret: string; headers?: Record<string, string> };

/** A desk and a Jelou that has yet to hear of it. */
export async function openDeskToConnect(settings: Record<string, string> = {}) {
  const shared = await openDeskWithJelou(settings);
  const { sandbox, admin } = shared;
  let events = 0;

  /** Known to Jelou and to the desk, which has its credentials and nothing else. */
  async function newProject(jelouProjectId: string) {
    const bots = [{ id: "bot", name: "Asistente" }];
    sandbox.addProject({ id: jelouProjectId, ...secrets, bots });
    const input = { name: jelouProjectId, jelouProjectId, gatewayUrl: sandbox.gatewayUrl };
    const { id } = (await admin.post("/api/projects", input)).body as { id: string };
    const { clientId, clientSecret } = secrets;
    const credentials = { kind: "basic", clientId, clientSecret };
    await admin.put(`/api/projects/${id}/credentials`, credentials);
    return {
      id,
      path: `/api/projects/${id}/integration`,
      get: async () => (await admin.get(`/api/projects/${id}`)).body,
      row: () =>
        db().selectFrom("projects").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
      /** What Jelou would sign and send with now. */
      atJelou: (): Keys => {
        const { signingSecret: secret, header } = sandbox.project(jelouProjectId)!;
        const headers = header ? { headers: { [header.name]: header.value } } : {};
        return { project: jelouProjectId, secret, ...headers };
      },
      /** A customer arrives: what the desk answers Jelou's event. */
      arrives: async () => {
        const conversation = sandbox.startConversation({ projectId: jelouProjectId });
        await sandbox.settle();
        return answersTo([conversation.id]);
      },
    };
  }

  /** What the desk answered to the events of these conversations. */
  const answersTo = (conversationIds: string[]) =>
    sandbox.deliveries
      .filter(({ body }) => conversationIds.includes((body.conversation as { id: string }).id))
      .map(({ status }) => status);

  /** What Jelou was told last. */
  const lastCall = (kind: "register" | "update") =>
    sandbox.callsTo(kind).at(-1)!.body as { authorization: string };

  /** Posts an event of its own as whoever has these keys. */
  const post = async (keys: Keys) => {
    events += 1;
    const payload = startPayload({ project: keys.project, conversation: `event-${events}` });
    return (await postWebhook(payload, keys)).status;
  };

  /** The database takes no secret until it is freed. */
  const holdSecrets = async () => {
    await sql`create trigger hold before update of webhook_secret on projects
      begin select raise(abort, 'held'); end`.execute(db());
    return () => sql`drop trigger if exists hold`.execute(db());
  };

  return { ...shared, newProject, answersTo, lastCall, post, holdSecrets };
}
