import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { watch } from "../support/live-stream.ts";
import { hire, stranger } from "../support/people.ts";
import { listRoutes } from "../support/routes.ts";

const { admin, project, addProject, greet, close } = await openDeskWithJelou();
const routes = await listRoutes();
const other = await addProject("p2");
const [agent, supervisor] = await Promise.all([
  hire(admin, "agent", [project.id]),
  hire(admin, "supervisor", [project.id]),
]);
const theirs = await fill(other);

/** What is asked of a route, such that nothing but its ids can be refused. */
type Case = { body?: object; params: Record<string, string> };

const conversation = { id: theirs.conversation };
const text = { type: "text", text: "x" };
const setup = (kind: "reason" | "template" | "route") => ({
  id: other.id,
  itemId: theirs[kind],
});
const texts = { name: "x", texts: { es: "x" } };
const route = { name: "x", skillId: "x" };

const cases: Record<string, Case> = {
  "GET /api/bulk-closes/[id]": { params: { id: theirs.bulk } },
  "POST /api/bulk-closes/[id]/retry-failed": { params: { id: theirs.bulk } },
  "POST /api/bulk-closes/[id]/stop": { params: { id: theirs.bulk } },
  "PATCH /api/canned-answers/[id]": { params: { id: theirs.answer }, body: { text: "x" } },
  "POST /api/canned-answers/[id]/used": { params: { id: theirs.answer } },
  "DELETE /api/canned-answers/[id]": { params: { id: theirs.answer } },
  "POST /api/closes/[id]/cancel": { params: { id: theirs.close } },
  "POST /api/closes/[id]/retry": { params: { id: theirs.close } },
  "GET /api/conversations/[id]": { params: conversation },
  "PUT /api/conversations/[id]/assignee": { params: conversation, body: { userId: "me" } },
  "POST /api/conversations/[id]/close": { params: conversation, body: { message: null } },
  "GET /api/conversations/[id]/drafts": { params: conversation },
  "PUT /api/conversations/[id]/drafts/[kind]": {
    params: { ...conversation, kind: "note" },
    body: { text: "x" },
  },
  "POST /api/conversations/[id]/mark-closed": { params: conversation, body: { note: "x" } },
  "GET /api/conversations/[id]/messages": { params: conversation },
  "POST /api/conversations/[id]/messages": { params: conversation, body: text },
  "POST /api/conversations/[id]/notes": { params: conversation, body: { text: "x" } },
  "GET /api/conversations/[id]/presence": { params: conversation },
  "PUT /api/conversations/[id]/presence": { params: conversation, body: { state: "viewing" } },
  "POST /api/conversations/[id]/read": { params: conversation },
  "POST /api/conversations/[id]/start-again": { params: conversation },
  "GET /api/conversations/[id]/story": { params: conversation },
  "POST /api/conversations/[id]/unread": { params: conversation },
  "GET /api/deliveries/[id]": { params: { id: theirs.delivery } },
  "POST /api/deliveries/[id]/replay": { params: { id: theirs.delivery } },
  "POST /api/messages/[id]/discard": { params: { id: theirs.message } },
  "POST /api/messages/[id]/retry": { params: { id: theirs.message } },
  "GET /api/projects/[id]": { params: { id: other.id } },
  "PATCH /api/projects/[id]": { params: { id: other.id }, body: { undoMs: 1 } },
  "GET /api/projects/[id]/bots": { params: { id: other.id } },
  "GET /api/projects/[id]/people": { params: { id: other.id } },
  "GET /api/projects/[id]/close-reasons": { params: { id: other.id } },
  "POST /api/projects/[id]/close-reasons": { params: { id: other.id }, body: { name: "x" } },
  "PATCH /api/projects/[id]/close-reasons/[itemId]": {
    params: setup("reason"),
    body: { name: "y" },
  },
  "DELETE /api/projects/[id]/close-reasons/[itemId]": { params: setup("reason") },
  "GET /api/projects/[id]/close-routes": { params: { id: other.id } },
  "POST /api/projects/[id]/close-routes": { params: { id: other.id }, body: route },
  "PATCH /api/projects/[id]/close-routes/[itemId]": { params: setup("route"), body: { name: "y" } },
  "DELETE /api/projects/[id]/close-routes/[itemId]": { params: setup("route") },
  "GET /api/projects/[id]/close-templates": { params: { id: other.id } },
  "POST /api/projects/[id]/close-templates": { params: { id: other.id }, body: texts },
  "PATCH /api/projects/[id]/close-templates/[itemId]": {
    params: setup("template"),
    body: { name: "y" },
  },
  "DELETE /api/projects/[id]/close-templates/[itemId]": { params: setup("template") },
  "PUT /api/projects/[id]/credentials": {
    params: { id: other.id },
    body: { kind: "api-key", apiKey: "x" },
  },
  "PUT /api/projects/[id]/webhook-auth": {
    params: { id: other.id },
    body: { signingSecret: "a new secret" },
  },
  "POST /api/projects/[id]/integration": { params: { id: other.id }, body: {} },
  "PATCH /api/projects/[id]/integration": { params: { id: other.id }, body: {} },
  "POST /api/projects/[id]/integration/check": { params: { id: other.id } },
  "POST /api/projects/[id]/test": { params: { id: other.id } },
  "DELETE /api/projects/[id]/contacts/[contactId]": {
    params: { id: other.id, contactId: theirs.contact },
  },
  "GET /api/uploads/[id]": { params: { id: theirs.upload } },
  "DELETE /api/uploads/[id]": { params: { id: theirs.upload } },
  "DELETE /api/account/sessions/[id]": { params: { id: theirs.session } },
  "PATCH /api/users/[id]": { params: { id: theirs.user }, body: { name: "x" } },
  "POST /api/users/[id]/link": { params: { id: theirs.user } },
};

/** Who knows no session still gets somewhere: what each of these asks for instead is said where it is tested. */
const open = [
  "GET /api/health/live",
  "GET /api/health/ready",
  "GET /api/media/[id]",
  "GET /api/metrics",
  "GET /api/openapi.json",
  "POST /api/invitation/identity",
  "POST /api/password-reset",
  "POST /api/password-reset/check",
  "POST /api/password-reset/use",
  "POST /api/setup",
  "POST /api/webhooks/jelou/[jelouProjectId]",
];

test("every route with an id stands in the table", () => {
  const withIds = routes.filter((each) => each.includes("[") && !open.includes(each));
  expect(Object.keys(cases).toSorted()).toEqual(withIds);
});

test.each(Object.entries(cases))("%s knows nothing of another project's", async (name, each) => {
  const nobodys = Object.fromEntries(
    Object.keys(each.params).map((key) => [key, key === "kind" ? "note" : crypto.randomUUID()]),
  );
  for (const person of [agent, supervisor]) {
    const refused = await ask(person, name, each);
    expect([403, 404], JSON.stringify(refused)).toContain(refused.status);
    // Not even that there is something.
    expect(refused).toEqual(await ask(person, name, { ...each, params: nobodys }));
  }
});

test("whoever isn't signed in gets nowhere but where nobody is", async () => {
  const letIn: string[] = [];
  for (const name of routes) {
    const { status } = await ask(stranger(), name, { params: {}, body: {} });
    expect(status, name).toBeLessThan(500);
    if (status !== 401) letIn.push(name);
  }
  expect(open).toEqual(expect.arrayContaining(letIn));
});

test("the stream says nothing of another project", async () => {
  const viewer = await watch(agent);
  await viewer.ready();
  const foreign = await greet({ projectId: other.jelouProjectId, initialMessage: "para otros" });
  await admin.post(`/api/conversations/${foreign.id}/notes`, { text: "para otros" });
  const own = await greet({ initialMessage: "para mí" });
  await viewer.changesOf(own.id, 1);
  const heard = JSON.stringify(viewer.frames);
  for (const word of ["para otros", foreign.id, foreign.jelou.id, other.id])
    expect(heard).not.toContain(word);
});

/** Last, since afterwards much of it is gone. */
test.each(Object.entries(cases))("%s is there for who may", async (name, each) => {
  const { status, error } = await ask(admin, name, each);
  // Whatever one's role, these are one's own; and of this file there are no bytes.
  if (/account\/sessions|uploads/.test(name)) return;
  expect([200, 201, 202, 204, 409, 502], `${status} ${error}`).toContain(status);
});

async function ask(person: typeof admin, name: string, { params, body }: Case) {
  const [method = "", pattern = ""] = name.split(" ");
  const path = pattern.replace(/\[(\w+)\]/g, (_all, key: string) => params[key] ?? "nobody");
  const sent = method === "GET" ? undefined : (body ?? {});
  const answer = await person.ask(method, path, sent);
  const { code, message } = answer.body?.error ?? {};
  return { status: answer.status, code, error: message };
}

/** One of each thing that has an id. */
async function fill({ id, jelouProjectId }: typeof project) {
  const { id: conversation } = await greet({ projectId: jelouProjectId, initialMessage: "Hola" });
  const { id: contact } = (await admin.get(`/api/conversations/${conversation}`)).body.contact;
  const answer = await admin.post("/api/canned-answers", {
    projectId: id,
    shortcut: "x",
    text: "x",
  });
  const made = async (kind: string, body: object) =>
    (await admin.post(`/api/projects/${id}/close-${kind}`, body)).body.id as string;
  const message = await admin.post(`/api/conversations/${conversation}/messages`, {
    type: "text",
    text: "x",
  });
  await close(conversation, { undoMs: 10_000 }, admin);
  const other = await greet({ projectId: jelouProjectId, initialMessage: "Hola" });
  const bulk = await admin.post("/api/bulk-closes", { ids: [other.id], message: null });
  const user = await hire(admin, "agent", [id]);
  const { id: closeId } = (await admin.get(`/api/conversations/${conversation}`)).body.close;
  const delivery = await db().selectFrom("deliveries").select("id").executeTakeFirstOrThrow();
  await db()
    .insertInto("uploads")
    .values({
      id: "theirs",
      owner_id: user.id,
      message_id: message.body.message.id,
      project_id: id,
      conversation_id: conversation,
      kind: "image",
      mime_type: "image/png",
      filename: "a.png",
      size: 1,
      created_at: 0,
    })
    .execute();
  return {
    conversation,
    contact,
    answer: answer.body.id as string,
    reason: await made("reasons", { name: "x" }),
    template: await made("templates", { name: "x", texts: { es: "x" } }),
    route: await made("routes", { name: "x", skillId: "x" }),
    message: message.body.message.id as string,
    close: closeId as string,
    bulk: bulk.body.id as string,
    delivery: String(delivery.id),
    upload: "theirs",
    user: user.id,
    session: user.sessionId,
  };
}
