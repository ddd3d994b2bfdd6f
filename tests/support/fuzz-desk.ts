import { db } from "@/lib/db/store";
import { fuzzRoutes } from "./fuzz-routes.ts";
import { openDeskWithJelou } from "./jelou-desk.ts";
import { hire, signInAs } from "./people.ts";
import type { EngineName } from "./stores.ts";
import { sendRaw } from "./uploads.ts";

const adminEmail = "admin@example.com";

/** A desk with one of each thing, whose routes are then tried. */
export async function fuzzDesk(engine: EngineName) {
  const { admin, project, greet, close, sandbox } = await openDeskWithJelou({}, engine);
  const base = `/api/projects/${project.id}`;
  const made = async (path: string, body: object) =>
    (await admin.post(path, body)).body.id as string;
  const greeted = [await greet(), await greet(), await greet(), await greet()] as const;
  const [first, second, third, fourth] = greeted.map(({ id }) => id) as [
    string,
    string,
    string,
    string,
  ];
  const message = await admin.post(`/api/conversations/${first}/messages`, {
    type: "text",
    text: "Hola",
  });
  await close(second, { undoMs: 10_000 }, admin);
  const { close: planned, contact } = (await admin.get(`/api/conversations/${second}`)).body;
  const helper = await hire(admin, "agent", [project.id]);
  const delivery = await db().selectFrom("deliveries").select("id").executeTakeFirstOrThrow();
  const upload = await sendRaw(admin, "texto", { filename: "a.txt" });
  const ids = {
    projects: [project.id],
    conversations: [first, fourth, second, third],
    messages: [message.body.message.id as string],
    closes: [planned.id as string],
    contacts: [contact.id as string],
    users: [helper.id],
    sessions: [helper.sessionId],
    deliveries: [String(delivery.id)],
    uploads: [upload.body.id as string],
    drafts: ["note", "answer"],
    jelou: [project.jelouProjectId],
    "bulk-closes": [await made("/api/bulk-closes", { ids: [third], message: null })],
    "canned-answers": [
      await made("/api/canned-answers", { projectId: project.id, shortcut: "x", text: "x" }),
    ],
    "close-reasons": [await made(`${base}/close-reasons`, { name: "x" })],
    "close-templates": [await made(`${base}/close-templates`, { name: "x", texts: { es: "x" } })],
    "close-routes": [await made(`${base}/close-routes`, { name: "x", skillId: "x" })],
  };
  const rules = { archived: false, closesPaused: false, autoClose: null };
  const { gatewayUrl, messagesUrl } = sandbox;
  let person = admin;
  await fuzzRoutes(async () => {
    // One route ends sessions, another one's own.
    if ((await person.get("/api/account")).status !== 200) person = await signInAs(adminEmail);
    await person.patch(base, { ...rules, gatewayUrl, messagesUrl });
    return person;
  }, ids);
}
