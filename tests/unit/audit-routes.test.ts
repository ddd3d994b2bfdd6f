import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { auditActions } from "@/lib/audit/schema";
import { auditedRoutes, changingRoutes } from "../support/audited-routes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = globSync("lib/**/*.ts", { cwd: root }).map((file) => ({
  file,
  text: readFileSync(`${root}${file}`, "utf8"),
}));

test("every route that changes something leaves a row in the audit log, or says why not", () => {
  expect(changingRoutes.length).toBeGreaterThan(40);
  expect(Object.keys(auditedRoutes).toSorted()).toEqual(changingRoutes.toSorted());
});

test("every action is written down somewhere", () => {
  const written = sources.filter(({ file }) => file !== "lib/audit/schema.ts");
  const isWritten = (action: string) => written.some(({ text }) => text.includes(`"${action}"`));
  expect(auditActions.filter((action) => !isWritten(action))).toEqual([]);
});

test("nothing in the code changes or deletes a row of the audit log", () => {
  const change =
    /(updateTable|deleteFrom|replaceInto|mergeInto)\(\s*"audit_log|\b(update|delete\s+from|truncate(\s+table)?|replace\s+into|drop\s+table)\s+"?audit_log/i;
  const wrong = sources.filter(({ text }) => change.test(text)).map(({ file }) => file);
  expect(sources.some(({ text }) => text.includes('insertInto("audit_log")'))).toBe(true);
  expect(wrong).toEqual([]);
});
