import { sql } from "kysely";
import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { answersOf } from "../support/answers.ts";
import { hurry } from "../support/hurry.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { messagePayload, startPayload } from "../support/payloads.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { sandbox, admin, agent, project, addProject, greet, get, close, settles, withFault } =
  await openDeskWithJelou();

const { posted, becomes } = answersOf(sandbox, agent);

const contact = "593999000111";
const words = "Mi clave es girasol";
const path = (id = contact) => `/api/projects/${project.id}/contacts/${encodeURIComponent(id)}`;

/** Every row of every table that holds the text in any column. */
async function findEverywhere(text: string) {
  const found: string[] = [];
  for (const { name } of await db().introspection.getTables()) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db());
    if (rows.some((row) => decoded(row).includes(text.toLowerCase()))) found.push(name);
  }
  return found;
}

function decoded(row: unknown) {
  const texts = Object.values(row as object).flatMap((value) =>
    typeof value === "string" ? [value, Buffer.from(value, "base64").toString()] : [],
  );
  return texts.join("\n").toLowerCase();
}

test("a close under way keeps its text until it is settled, and a job for nobody else loses its own", async () => {
  const userId = "593999000222";
  const { id } = await greet({ userId, userName: "Amapola" });
  const text = "Adiós, {{contact.name}}. El resultado de Amapola está listo";
  const { body } = await close(id, { message: { type: "text", text }, undoMs: 10_000 });
  const bulk = { message: { type: "text", text }, note: "Para Amapola", undoMs: 10_000 };
  const job = (await agent.post("/api/bulk-closes", { ids: [id], ...bulk })).body;
  expect((await admin.remove(path(userId))).status).toBe(200);
  expect(await findEverywhere("amapola")).toEqual(["closes"]);
  await hurry(body.close.id);
  await settles(id, "confirmed");
  expect(sandbox.callsTo("close").at(-1)?.body).toMatchObject({
    redirectPayload: { text: "Adiós, Amapola. El resultado de Amapola está listo" },
  });
  // Jelou's webhook names the customer anew; what we wrote to him is gone.
  const left = await findEverywhere("amapola");
  for (const table of ["closes", "close_attempts", "bulk_closes"])
    expect(left).not.toContain(table);
  const items = (await agent.get(`/api/bulk-closes/${job.id}`)).body.items;
  expect(items).toMatchObject([{ state: "skipped", error: { code: "erased" } }]);
});

test("an erased customer's words and name are nowhere, and that his conversation was closed stays", async () => {
  const { id, jelou } = await greet({
    userId: contact,
    userName: "Girasol Méndez",
    initialMessage: words,
    metadata: { words },
    assignment: { type: "queue", target: words },
  });
  sandbox.customerWrites(jelou.id, { type: "text", content: { body: words } });
  await sandbox.settle();
  const answer = await posted(id, words);
  await becomes(id, answer.id, "sent");
  const note = { text: words, mentions: [agent.id] };
  await admin.post(`/api/conversations/${id}/notes`, note);
  await agent.put(`/api/conversations/${id}/drafts/note`, { text: words });
  const odd = messagePayload({ conversation: jelou.id, contact, body: `${words}\0`, id: "odd" });
  await postWebhook(odd);
  await postWebhook({ ...odd, value: { ...odd.value, content: { body: `${words}, otra` } } });
  await postWebhook({ ...startPayload({ contact }), event: "unheard-of", words });
  await postWebhook(Buffer.from(`{"contact":"${contact}","words":"${words}\0`));
  withFault({ on: "close", status: 404, body: { message: `User ${contact} (${words}) unknown` } });
  const message = { type: "text", text: `${words}, gracias` };
  await close(id, { message, note: words });
  await settles(id, "refused");
  await agent.post(`/api/conversations/${id}/mark-closed`, { note: words });
  const before = await get(id);
  expect((await findEverywhere("girasol")).toSorted()).toEqual(
    expect.arrayContaining(["closes", "conversations", "deliveries", "drafts", "messages"]),
  );

  const { status, body } = await admin.remove(path());
  expect(status).toBe(200);
  expect(body).toEqual({ conversations: 1, messages: 4, deliveries: 6 });
  expect(await db().selectFrom("mentions").selectAll().execute()).toEqual([]);
  expect(await findEverywhere("girasol")).toEqual([]);
  expect(await findEverywhere(contact)).toEqual([]);
  const after = await get(id);
  expect(after).toMatchObject({
    status: "closed",
    closedAt: before.closedAt,
    close: { id: before.close?.id, state: "refused", requestedBy: before.close?.requestedBy },
    marked: { by: before.marked?.by },
    contact: { id: expect.stringMatching(/^deleted-/), name: null },
  });
  for (const q of ["girasol", contact, contact.slice(-4)]) {
    const { body: found } = await admin.get(`/api/conversations?status=all&q=${q}`);
    expect(found.items).toEqual([]);
  }
});

test("a webhook that comes again after the erasure is still known, and brings nothing back", async () => {
  const payload = messagePayload({ conversation: "again", contact: "again", body: "secreto" });
  expect((await postWebhook(payload)).body.status).toBe("stored");
  await admin.remove(path("again"));
  expect((await postWebhook(payload)).body.status).toBe("duplicate");
  expect(await findEverywhere("secreto")).toEqual([]);
});

test("other customers, and the same number in another project, are left alone", async () => {
  const other = await addProject("other");
  await postWebhook(startPayload({ conversation: "a", contact: "12", name: "Uno" }));
  await postWebhook(startPayload({ conversation: "b", contact: "123", name: "Dos" }));
  const options = { project: other.jelouProjectId };
  await postWebhook(
    startPayload({ conversation: "c", contact: "12", name: "Tres", ...options }),
    options,
  );
  await admin.remove(path("12"));
  expect(await findEverywhere("Dos")).toContain("conversations");
  expect(await findEverywhere("Tres")).toContain("conversations");
  const { body } = await admin.get("/api/conversations?q=123");
  expect(body.items).toMatchObject([{ contact: { id: "123", name: "Dos" } }]);
});

test("a close that waits still goes out, to the customer it was meant for", async () => {
  const { id, jelou } = await greet();
  const text = "Hasta luego, cliente";
  const { body } = await close(id, { message: { type: "text", text }, undoMs: 10_000 });
  expect((await admin.remove(path(jelou.user.id))).status).toBe(200);
  expect((await get(id)).contact).toEqual({ id: jelou.user.id, name: null });
  await hurry(body.close.id);
  await settles(id, "confirmed");
  expect(sandbox.conversation(jelou.id)?.customerGot).toEqual({ type: "text", text });
});

test("an id with signs is found as it is, and one that nobody has is a 404", async () => {
  const odd = "a/b _ñ?#%41";
  await postWebhook(startPayload({ conversation: "odd", contact: odd, name: "Rara" }));
  expect((await admin.remove(path("%"))).status).toBe(404);
  expect((await admin.remove(path("nobody"))).status).toBe(404);
  expect((await admin.remove("/api/projects/nobody/contacts/x")).status).toBe(404);
  expect((await admin.remove(path(odd))).status).toBe(200);
  expect(await findEverywhere("Rara")).toEqual([]);
});
