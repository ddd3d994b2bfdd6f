import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { LogEntry } from "@/lib/close-log/schema";
import { db } from "@/lib/db/store";
import { closeRow, insertCloses } from "../support/close-rows.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { hire, stranger } from "../support/people.ts";

const desk = await openDeskWithJelou();
const { admin, agent, project, greet, close, settles, addProject, withFault } = desk;
const supervisor = await hire(admin, "supervisor", [project.id], "Susana Supervisora");

const list = async (query = "", person = agent) => {
  const { status, body } = await person.get(`/api/closes${query}`);
  expect(status).toBe(200);
  return body.items as LogEntry[];
};
const findIn = (items: LogEntry[], conversationId: string) =>
  items.find((each) => each.close.conversationId === conversationId);

test("a close goes through the log as its state changes", async () => {
  const { id } = await greet({ userName: "Carla Vega" });
  withFault({ on: "close", status: 401, body: { message: "No" } });
  await close(id, { note: "ya está" });
  await settles(id, "refused");
  const refused = findIn(await list("?state=failed"), id);
  expect(refused).toMatchObject({
    projectId: project.id,
    projectName: "p1",
    contact: { name: "Carla Vega" },
    needsAttention: true,
    close: { state: "refused", requestedBy: { name: "Ana Agente" }, note: "ya está" },
  });
  expect((await list())[0]?.close.id).toBe(refused?.close.id);

  await agent.post(`/api/closes/${refused!.close.id}/retry`);
  await settles(id, "confirmed");
  expect(findIn(await list("?state=failed"), id)).toBeUndefined();
  expect(findIn(await list("?state=confirmed"), id)).toMatchObject({ needsAttention: false });
  const { body: summary } = await agent.get("/api/closes/summary");
  expect(summary).toMatchObject({ total: 1, succeeded: 1, failed: 0, unconfirmed: 0 });
  expect(summary.agents).toEqual([{ id: agent.id, name: "Ana Agente" }]);
});

test("what somebody has marked as closed needs no attention", async () => {
  const { id } = await greet();
  withFault({ on: "close", status: 401 });
  await close(id);
  await settles(id, "refused");
  expect(findIn(await list(), id)?.needsAttention).toBe(true);
  await agent.post(`/api/conversations/${id}/mark-closed`, { note: "Se cerró en Jelou" });
  expect(findIn(await list(), id)?.needsAttention).toBe(false);
});

test("an accepted close needs attention when its confirmation hasn't come in two minutes", async () => {
  const { id } = await greet();
  withFault({ on: "close", effect: false } as Parameters<typeof withFault>[0]);
  await close(id);
  const accepted = await settles(id, "accepted");
  expect(findIn(await list("?state=unconfirmed"), id)).toBeUndefined();
  expect(findIn(await list(), id)?.needsAttention).toBe(false);
  await db()
    .updateTable("closes")
    .set({ settled_at: Date.now() - 121_000 })
    .where("id", "=", accepted.close!.id)
    .execute();
  expect(findIn(await list("?state=unconfirmed"), id)).toMatchObject({ needsAttention: true });
  expect((await agent.get("/api/closes/summary?state=unconfirmed")).body.unconfirmed).toBe(1);
});

test("who may see what", async () => {
  const other = await addProject("p2");
  const paths = ["/api/closes", "/api/closes/summary", "/api/closes.csv"];
  for (const path of paths) {
    expect((await stranger().get(path)).status, path).toBe(401);
    const foreign = await supervisor.get(`${path}?project=${other.id}`);
    expect([foreign.status, foreign.body.error.code], path).toEqual([404, "not_found"]);
    expect((await supervisor.get(`${path}?from=soon`)).body.error.fields).toHaveProperty("from");
  }
  expect((await agent.get("/api/closes.csv")).status).toBe(403);
  for (const person of [admin, supervisor])
    expect((await person.open("/api/closes.csv")).status).toBe(200);
  const { body } = await agent.get("/api/closes?cursor=garbage");
  expect(body.error).toMatchObject({ code: "bad_input", fields: { cursor: expect.anything() } });
});

test("the CSV holds what people wrote as text, whatever it looks like", async () => {
  const { id, jelou } = await greet({ userName: "@SUM(A1:A9)", userId: "+593987654321" });
  const text = '=HYPERLINK("https://evil.example";"Ver")\nsegunda, línea\r\ntercera "fin"';
  await close(id, { message: { type: "text", text }, note: "-2+3\n«ñandú» 🙌" }, supervisor);
  const { close: confirmed } = await settles(id, "confirmed");
  const response = await supervisor.open(`/api/closes.csv?agent=${supervisor.id}`);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": expect.stringMatching(
      /^attachment; filename="closes-\d{4}-\d{2}-\d{2}\.csv"$/,
    ),
    "cache-control": "private, no-store",
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const rows = parseCsv(bytes.toString("utf8").slice(1));
  expect(rows[0]).toEqual(columns);
  expect(rows).toHaveLength(2);
  const row = Object.fromEntries(columns.map((name, index) => [name, rows[1]?.[index]]));
  const iso = (at: number | null | undefined) => new Date(at!).toISOString();
  const seconds = (confirmed!.confirmedAt! - confirmed!.requestedAt) / 1_000;
  expect(row).toEqual({
    requested_at: iso(confirmed?.requestedAt),
    project: "p1",
    conversation_id: id,
    contact_id: `'${jelou.user.id}`,
    contact_name: "'@SUM(A1:A9)",
    agent: "Susana Supervisora",
    reason: "",
    message_type: "text",
    message_text: `'${text}`,
    template_or_route: "",
    note: "'-2+3\n«ñandú» 🙌",
    state: "confirmed",
    attempts: "1",
    last_status: "200",
    error_code: "",
    error_message: "",
    settled_at: iso(confirmed?.settledAt),
    confirmed_at: iso(confirmed?.confirmedAt),
    seconds_to_confirmation: String(seconds),
    bulk_id: "",
  });
});

test("the CSV of many closes comes page by page, and only as it is read", async () => {
  const large = await addProject("p3");
  const { id } = await greet({ projectId: "p3" });
  const rows = Array.from({ length: 1_203 }, (_, n) =>
    closeRow({ project_id: large.id, conversation_id: id, requested_at: 1_000 + n }),
  );
  await insertCloses(rows);
  const path = `/api/closes.csv?project=${large.id}`;
  const whole = parseCsv((await (await admin.open(path)).text()).slice(1));
  expect(whole).toHaveLength(1_204);
  expect(whole.slice(1).map(([at]) => at)).toEqual(
    rows.map((row) => new Date(row.requested_at).toISOString()).toReversed(),
  );

  const reader = (await admin.open(path)).body!.getReader();
  const lengths = [];
  for (let n = 0; n < 2; n += 1) {
    const { value } = await reader.read();
    lengths.push(parseCsv(new TextDecoder().decode(value)).length);
  }
  expect(lengths).toEqual([1, 500]);
  await setTimeout(100);
  await db().deleteFrom("closes").where("project_id", "=", large.id).execute();
  expect((await reader.read()).value?.length ?? 0).toBe(0);
});

const columns = [
  ...["requested_at", "project", "conversation_id", "contact_id", "contact_name", "agent"],
  ...["reason", "message_type", "message_text", "template_or_route", "note", "state", "attempts"],
  ...["last_status", "error_code", "error_message", "settled_at", "confirmed_at"],
  ...["seconds_to_confirmation", "bulk_id"],
];

/** RFC 4180, strictly: CRLF after every record, a quote only where a cell is quoted. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new Error(`No CSV from here: ${text.slice(0, 200)}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
