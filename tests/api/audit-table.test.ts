import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { casesOfAdmin } from "../support/audit-cases.ts";
import { casesOfClosing } from "../support/audit-close-cases.ts";
import { openAuditedDesk } from "../support/audited-desk.ts";
import { auditedRoutes } from "../support/audited-routes.ts";
import { secrets } from "../support/jelou-desk.ts";
import { password } from "../support/people.ts";

const desk = await openAuditedDesk();
const { leaves } = desk;
const other = await desk.addProject("p2");
const cases = { ...casesOfAdmin(desk, other.id), ...casesOfClosing(desk) };

test.each(Object.keys(cases))("%s leaves one row, and none where it is refused", async (name) => {
  const { by, call, row, wrong } = await cases[name]!();
  const actor = (await by.get("/api/account")).body;
  if (wrong) {
    const refused = await leaves(wrong);
    expect(refused.answer.status).toBeGreaterThanOrEqual(400);
    expect(refused.rows).toEqual([]);
  }
  const { answer, rows } = await leaves(call);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    ...{ result: "done", actor: { id: actor.id, name: actor.name } },
    ...{ address: "203.0.113.7", userAgent: "Browser 1.0", requestId: "request-of-the-test" },
    ...row,
  });
  if ("detail" in row) expect(rows[0]?.detail).toEqual(row.detail);
  expect(Math.abs(Date.now() - rows[0]!.at)).toBeLessThan(60_000);
  const route = name.replace(/ \(.*/, "");
  expect(auditedRoutes[route]).toContain(rows[0]!.action);
});
test("neither customers nor secrets are in the log", async () => {
  const rows = await db().selectFrom("audit_log").selectAll().execute();
  const text = JSON.stringify(rows);
  for (const word of ["Carla", "Gracias", "se quejó", "ya está", "+593", "user-", "Nos vemos"])
    expect(text, word).not.toContain(word);
  for (const word of [...Object.values(secrets), password, "another password"])
    expect(text, word).not.toContain(word);
  const contacts = await db().selectFrom("conversations").select("contact_id").execute();
  for (const { contact_id } of contacts) expect(text).not.toContain(contact_id);
});
