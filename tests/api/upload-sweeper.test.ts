import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { db } from "@/lib/db/store";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { stranger } from "../support/people.ts";
import { onDisk, sendRaw, useUpload } from "../support/uploads.ts";

const { desk, admin, agent, project, greet } = await openDeskWithJelou();
const { dataDir } = desk;
const patience = { timeout: 8_000, interval: 20 };
const minute = 60_000;

const kept = () => onDisk(dataDir).kept;
const rowOf = (id: string) =>
  db().selectFrom("uploads").selectAll().where("id", "=", id).executeTakeFirst();
const send = async () => (await sendRaw(agent, "hola", { filename: "a.txt" })).body.id as string;
const dueAt = (id: string, delete_after: number) =>
  db().updateTable("uploads").set({ delete_after }).where("id", "=", id).execute();

/** The file and its row. */
async function isGone(id: string) {
  await expect
    .poll(async () => [kept().includes(id), await rowOf(id)], patience)
    .toEqual([false, undefined]);
}

test("what nobody sent within a day goes, file and row, and what was sent stays", async () => {
  const [unused, used, young] = [await send(), await send(), await send()];
  expect((await rowOf(unused))!.delete_after! - Date.now()).toBeGreaterThan(
    24 * 60 * minute - 9_000,
  );
  await useUpload(agent, used, { projectId: project.id });
  await dueAt(unused, Date.now() - 2 * minute);
  await isGone(unused);
  expect(kept()).toEqual(expect.arrayContaining([used, young]));
  expect(await rowOf(used)).toBeDefined();
});

test("an erasure takes the files of its conversations along, and no other customer's", async () => {
  const [ana, eva] = [await greet(), await greet()];
  const [hers, others] = [await send(), await send()];
  const path = `/api/uploads/${hers}`;
  await useUpload(agent, hers, { projectId: project.id, conversationId: ana.id });
  await useUpload(agent, others, { projectId: project.id, conversationId: eva.id });
  const contact = `/api/projects/${project.id}/contacts/${ana.jelou.user.id}`;
  expect((await admin.remove(contact)).status).toBe(200);
  // Already before the sweeper comes by.
  expect((await agent.open(path)).status).toBe(404);
  await isGone(hers);
  expect(kept()).toContain(others);
  expect((await agent.open(`/api/uploads/${others}`)).status).toBe(200);
});

test("what can't be deleted keeps its row, is tried again, and holds up nothing else", async () => {
  const [stuck, next] = [await send(), await send()];
  // A folder where the file was, which the store doesn't delete.
  const place = join(dataDir, "uploads", stuck.slice(0, 2), stuck);
  rmSync(place);
  mkdirSync(place);
  await dueAt(stuck, 0);
  await dueAt(next, 1);
  await isGone(next);
  expect(await rowOf(stuck)).toBeDefined();
  rmSync(place, { recursive: true });
  // A new process doesn't wait for what the one before wanted to rest.
  await desk.restart();
  await isGone(stuck);
});

test("a file that never arrived whole goes when it is old, and one that arrives stays", async () => {
  const arrivals = join(dataDir, "uploads", "tmp");
  mkdirSync(arrivals, { recursive: true });
  const [old, fresh] = [join(arrivals, "old"), join(arrivals, "fresh")];
  writeFileSync(old, "x");
  writeFileSync(fresh, "x");
  const twoHoursAgo = Date.now() / 1000 - 7_200;
  utimesSync(old, twoHoursAgo, twoHoursAgo);
  await desk.restart();
  await expect.poll(() => existsSync(old), patience).toBe(false);
  expect(existsSync(fresh)).toBe(true);
});

test("an upload that was let go is nobody's, whoever asks", async () => {
  const id = await send();
  await dueAt(id, 0);
  expect((await agent.open(`/api/uploads/${id}`)).status).toBe(404);
  expect((await stranger().open(`/api/uploads/${id}`)).status).toBe(401);
});
