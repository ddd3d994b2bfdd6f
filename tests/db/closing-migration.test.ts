import { Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { postgresEngine, sqliteEngine } from "@/lib/db/dialects";
import { migrations } from "@/lib/db/migrations";
import { openStore } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { engines, newPlace } from "../support/stores.ts";

const project = {
  id: "p",
  name: "Antes",
  jelou_project_id: "p1",
  gateway_url: "https://gateway.jelou.ai/jelouapi/v1",
  messages_url: "https://chatbot.jelou.ai/v1/external-support/webhook",
  signature_mode: "raw",
  credentials: "sealed",
  closes_paused: 1,
  created_at: 1,
  updated_at: 2,
};
const conversation = {
  id: "c",
  project_id: "p",
  jelou_id: "j",
  bot_id: "bot",
  contact_id: "u",
  identified_at: 1,
  first_event_at: 1,
  last_event_at: 1,
  in_count: 1,
  last_out_at: 5,
  close_id: "k",
  close_active: 1,
  status: "closing",
  bucket: "closing",
  opened_at: 1,
  activity_at: 1,
  waiting_sort: 1,
  search_text: "íñigo",
  updated_at: 1,
  revision: 3,
};
const message = {
  id: "m",
  project_id: "p",
  conversation_id: "c",
  jelou_message_id: "1",
  direction: "in",
  type: "text",
  content: "{}",
  at: 1,
  sort_at: 1,
  state: "received",
};
const close = {
  id: "k",
  project_id: "p",
  conversation_id: "c",
  state: "unknown",
  active: 1,
  message: '{"type":"text","text":"Adiós"}',
  note: "nota",
  requested_by: "u1",
  requested_at: 253_402_300_799_999,
  as_of: 1,
  due_at: 1,
  next_attempt_at: 7,
  attempts: 2,
  round_attempts: 1,
  had_unknown: 1,
};

/** A database as the first release left it behind, with something in every table that has grown since. */
async function openOld(place: Awaited<ReturnType<typeof newPlace>>) {
  const { databaseUrl, file } = place;
  const engine = databaseUrl ? postgresEngine(databaseUrl) : sqliteEngine(file);
  const db = new Kysely<Database>({ dialect: engine.dialect });
  const provider = { getMigrations: () => Promise.resolve(migrations(engine)) };
  const { error } = await new Migrator({ db, provider }).migrateTo("0001-first");
  expect(error).toBeUndefined();
  const rows = Object.entries({
    projects: project,
    conversations: conversation,
    messages: message,
  });
  for (const [table, row] of [...rows, ["closes", close] as const])
    await db
      .insertInto(table as never)
      .values(row as never)
      .execute();
  await db.destroy();
}

test.each(engines)(
  "a database of the first release on %s keeps its rows and gets the rest",
  async (engine) => {
    const place = await newPlace(engine);
    await openOld(place);
    const store = await openStore(place);
    const { db } = store;
    const only = (table: keyof Database) =>
      db
        .selectFrom(table as "projects")
        .selectAll()
        .executeTakeFirstOrThrow();

    expect(await only("projects")).toMatchObject({
      ...project,
      require_reason: 0,
      undo_ms: 5_000,
      close_others: 1,
      default_message: null,
      auto_close: null,
      closes_paused_because: null,
    });
    expect(await only("conversations")).toMatchObject({
      ...conversation,
      warned_at: null,
      unsent: 0,
    });
    expect(await only("messages")).toMatchObject({
      ...message,
      attempts: 0,
      next_attempt_at: null,
      error: null,
      client_id: null,
      give_up_at: null,
    });
    expect(await only("closes")).toMatchObject({
      ...close,
      reason_id: null,
      reason_name: null,
      bulk_id: null,
      sent_at: null,
      confirmed_at: null,
      confirmation: null,
    });

    // A conversation still has one close under way at most, and the search still finds it.
    await expect(
      db
        .insertInto("closes")
        .values({ ...close, id: "second" } as never)
        .execute(),
    ).rejects.toThrow();
    const found = db
      .selectFrom("conversations")
      .select("id")
      .where(store.engine.searchMatches("íñi"));
    expect(await found.execute()).toEqual([{ id: "c" }]);
    const names = ["close_reasons", "close_templates", "close_routes"] as const;
    const stamps = { created_at: 0, updated_at: 0 };
    await db
      .insertInto("close_templates")
      .values({ id: "t", project_id: "p", name: "Uno", texts: "{}", ...stamps })
      .execute();
    await expect(
      db
        .insertInto("close_templates")
        .values({ id: "t2", project_id: "p", name: "Uno", texts: "{}", ...stamps })
        .execute(),
    ).rejects.toThrow();
    for (const name of [...names, "bulk_closes", "bulk_items", "close_attempts", "story_entries"]) {
      const { rows } = await sql<{
        n: number;
      }>`select count(*) as n from ${sql.table(name)}`.execute(db);
      expect([name, Number(rows[0]?.n)]).toEqual([name, name === "close_templates" ? 1 : 0]);
    }
    await store.close();
  },
);
