import { expect, test } from "vitest";
import type { AuditEntry } from "@/lib/audit/schema";
import { openAuditedDesk } from "../support/audited-desk.ts";
import { type Answer, hire, stranger } from "../support/people.ts";

const desk = await openAuditedDesk();
const { admin, adminId, agent, supervisor, project, toProject, greet, close, newProject } = desk;
const { list, leaves } = desk;

test("what was changed to what it was leaves no row", async () => {
  const somebody = await hire(admin, "agent", [project.id], "Igual");
  const same = { name: "Igual", role: "agent", projectIds: [project.id], active: true };
  const { answer, rows } = await leaves(() => admin.patch(`/api/users/${somebody.id}`, same));
  expect([answer.status, rows]).toEqual([200, []]);
  const again = await leaves(() => admin.patch(toProject, { name: "p1" }));
  expect([again.answer.status, again.rows]).toEqual([200, []]);
});

test("what Jelou refuses has failed", async () => {
  const fresh = await newProject("wrong-keys");
  await admin.put(`/api/projects/${fresh.id}/credentials`, { kind: "api-key", apiKey: "wrong" });
  const tried = await leaves(() => admin.post(`/api/projects/${fresh.id}/test`));
  expect(tried.rows).toMatchObject([
    { action: "credentials.tested", result: "failed", detail: { accepted: false } },
  ]);
  const connected = await leaves(() => admin.post(fresh.path, { authType: "bearer" }));
  expect(connected.answer.status).toBe(502);
  expect(connected.rows).toMatchObject([
    {
      action: "integration.registered",
      result: "failed",
      detail: { authType: "bearer", cause: expect.any(String) },
    },
  ]);
});

test("what somebody may not do is kept: the first, the tenth, the hundredth of an hour", async () => {
  const curious = await hire(admin, "agent", [project.id], "Curiosa");
  const { rows } = await leaves(async () => {
    for (let n = 0; n < 12; n += 1) await curious.patch(`/api/users/${adminId}`, { role: "agent" });
    await curious.get("/api/audit?q=x");
    return curious.remove(`${toProject}/contacts/%2B593987654321`);
  });
  const actor = { id: curious.id, name: "Curiosa" };
  const row = { action: "access.refused", result: "refused", actor, address: "203.0.113.7" };
  const users = { method: "PATCH", route: "/api/users/{id}" };
  const onAdmin = { kind: "user", id: adminId };
  expect(rows).toMatchObject([
    {
      ...row,
      subject: { kind: "project", id: project.id, name: "p1" },
      projectId: project.id,
      detail: { method: "DELETE", route: "/api/projects/{id}/contacts/{contactId}", times: 1 },
    },
    { ...row, subject: null, detail: { method: "GET", route: "/api/audit", times: 1 } },
    { ...row, subject: onAdmin, detail: { ...users, times: 10 } },
    { ...row, subject: onAdmin, detail: { ...users, times: 1 } },
  ]);
});

test("closing somebody else's is kept as refused, with the conversation", async () => {
  await admin.patch(toProject, { closeOthers: false });
  const { id } = await greet();
  await admin.put(`/api/conversations/${id}/assignee`, { userId: supervisor.id });
  const { answer, rows } = await leaves(() => close(id));
  expect(answer.status).toBe(403);
  expect(rows).toMatchObject([
    {
      action: "access.refused",
      subject: { kind: "conversation", id },
      detail: { method: "POST", route: "/api/conversations/{id}/close", reason: "others" },
    },
  ]);
});

test("it is read by filters, and by admins alone", async () => {
  expect((await stranger().get("/api/audit")).status).toBe(401);
  for (const person of [agent, supervisor])
    for (const path of ["/api/audit", "/api/audit.csv"])
      expect((await person.get(path)).status).toBe(403);
  const changed = await list(`?action=user.changed,user.created&actor=${adminId}&limit=2`);
  expect(changed).toHaveLength(2);
  for (const { action } of changed) expect(action).toMatch(/^user\./);
  for (const { result } of await list("?result=failed")) expect(result).toBe("failed");
  expect(await list("?address=198.51.100.1")).toEqual([]);
  for (const query of ["action=nothing", "result=odd", "from=soon", "cursor=x", "limit=0"])
    expect((await admin.get(`/api/audit?${query}`)).status, query).toBe(400);
  const first = (await admin.get("/api/audit?limit=3")).body;
  const second = (await admin.get(`/api/audit?limit=3&cursor=${first.nextCursor}`)).body;
  const ids = [...first.items, ...second.items].map(({ id }: AuditEntry) => Number(id));
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  expect(new Set(ids).size).toBe(6);
});

test("taking a log away as a table is in the log, and what looks like a formula is none", async () => {
  await hire(admin, "agent", [], "=HYPERLINK(1)");
  const { rows } = await leaves(() => admin.get("/api/closes.csv").catch(() => ({}) as Answer));
  expect(rows).toMatchObject([
    { action: "export.made", subject: { kind: "export", id: "closes" } },
  ]);
  const response = await admin.open("/api/audit.csv?action=user.created,export.made");
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="audit-\d{4}-\d{2}-\d{2}\.csv"$/,
  );
  const lines = (await response.text()).split("\r\n");
  expect(lines[0]).toMatch(/id,at,actor_id,actor,action,result,subject_kind,/);
  expect(lines[1]).toContain("export.made");
  expect(lines.find((line) => line.includes("HYPERLINK"))).toContain(",'=HYPERLINK(1),");
  const [newestRow] = await list("?action=export.made&limit=1");
  expect(newestRow).toMatchObject({
    subject: { id: "audit" },
    detail: { filter: { action: ["user.created", "export.made"] } },
  });
});

test("the first admin is in the log, whom nobody made", async () => {
  const rows = await list("?action=user.created&limit=100");
  expect(rows.at(-1)).toMatchObject({
    actor: null,
    address: null,
    subject: { kind: "user", id: adminId },
    detail: { role: "admin" },
  });
});
