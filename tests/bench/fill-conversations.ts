import { sql } from "kysely";
import { deriveStatus } from "@/lib/conversations/derive-status";
import { blankConversation, type ConversationRow, foldEvent } from "@/lib/conversations/fold-event";
import type { Store, Tx } from "@/lib/db/open";
import type { JelouEvent } from "@/lib/jelou/from-jelou";
import { seededRandom } from "@/tests/support/jelou/seeded-random";

export const projectIds = Array.from({ length: 6 }, (_, index) => `project-${index}`);
export const agentId = "agent-1";
/** One of these is among all the rows, whatever their number. */
export const rareName = "Zacarías Quetzalli";

const first =
  "María José Luis Carmen Ana Juan Carlos Rosa Jorge Miguel Lucía Diego Valentina Andrés Camila Martín Gabriela Óscar";
const last =
  "García Rodríguez Martínez López González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Cruz Morales Ortiz";
const [firstNames, lastNames] = [first.split(" "), last.split(" ")];
const perInsert = 1_000;
const year = 365 * 86_400_000;

/** As a desk has them after a year: six projects, a few hundred open, nearly all closed. */
export async function fillConversations({ db, engine }: Store, count: number) {
  const indexes = await dropSlowIndexes(db, engine.name);
  const random = seededRandom(7);
  const now = Date.now();
  const openOnes = Math.min(count / 10, 3_000);
  for (const id of projectIds)
    await db.insertInto("projects").values(projectRow(id, now)).execute();
  for (let from = 0; from < count; from += perInsert * 20) {
    await db.transaction().execute(async (tx) => {
      for (let start = from; start < Math.min(from + perInsert * 20, count); start += perInsert) {
        const rows = Array.from({ length: Math.min(perInsert, count - start) }, (_, index) =>
          makeRow(start + index, count, openOnes, random, now),
        );
        await insert(tx, engine.name, rows);
      }
    });
  }
  await indexes.make();
  // What PostgreSQL does by itself sooner or later.
  if (engine.name === "postgres") await sql`vacuum analyze conversations`.execute(db);
}

type Random = ReturnType<typeof seededRandom>;

function makeRow(
  index: number,
  count: number,
  openOnes: number,
  random: Random,
  now: number,
): ConversationRow {
  const isOpen = index % Math.floor(count / openOnes) === 0;
  const age = isOpen ? random.between(0, 86_400_000) : random.between(86_400_000, year);
  const at = now - age;
  const name =
    index === Math.floor(count / 2)
      ? rareName
      : `${random.pick(firstNames)} ${random.pick(lastNames)} ${random.pick(lastNames)}`;
  const events: JelouEvent[] = [
    { kind: "start", initialMessage: null, metadata: null, assignment: null },
    {
      kind: "message",
      jelouMessageId: "m",
      type: "text",
      content: {},
      preview: "Hola, necesito ayuda con mi pedido",
    },
    ...(isOpen ? [] : [{ kind: "close" as const, reason: "EXPIRED" }]),
  ].map((event, step) => ({
    ...event,
    at: at + step * 60_000,
    jelouConversationId: `c${index}`,
    roomId: null,
    bot: { id: "bot", name: "Asistente" },
    contact: { id: `5939${random.between(10_000_000, 99_999_999)}`, name },
  })) as JelouEvent[];
  const projectId = projectIds[index % projectIds.length] ?? "";
  const blank = blankConversation(projectId, events[0]!, now);
  const row = events.reduce((known, event) => foldEvent(known, event, now), blank);
  return deriveStatus({
    ...row,
    waiting_since: isOpen ? at + 60_000 : null,
    assignee_id: isOpen && index % 3 === 0 ? agentId : null,
    revision: 3,
  });
}

const projectRow = (id: string, now: number) => ({
  id,
  name: id,
  jelou_project_id: id,
  gateway_url: "https://gateway.jelou.ai/jelouapi/v1",
  messages_url: "https://chatbot.jelou.ai/v1/external-support/webhook",
  signature_mode: "raw" as const,
  closes_paused: 0 as const,
  created_at: now,
  updated_at: now,
});

/** As one JSON text: a thousand rows of forty columns are more parameters than a statement may have. */
async function insert(tx: Tx, engine: Store["engine"]["name"], rows: ConversationRow[]) {
  const columns = Object.keys(rows[0]!);
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const text = JSON.stringify(rows);
  if (engine === "postgres") {
    await sql`insert into conversations (${names}) select ${names} from json_populate_recordset(null::conversations, ${text}::json)`.execute(
      tx,
    );
    return;
  }
  const values = sql.join(columns.map((column) => sql`value ->> ${sql.lit(`$.${column}`)}`));
  await sql`insert into conversations (${names}) select ${values} from json_each(${text})`.execute(
    tx,
  );
}

/** The index for searching is made far sooner over rows that are there already. */
async function dropSlowIndexes(db: Store["db"], engine: Store["engine"]["name"]) {
  if (engine === "postgres") {
    await sql`drop index conversations_search`.execute(db);
    const make = () =>
      sql`create index conversations_search on conversations using gin (search_text gin_trgm_ops)`.execute(
        db,
      );
    return { make };
  }
  const name = "conversation_search_insert";
  const trigger = await sql<{ sql: string }>`
    select sql from sqlite_master where type = 'trigger' and name = ${name}`.execute(db);
  await sql`drop trigger ${sql.ref(name)}`.execute(db);
  const make = async () => {
    await sql`insert into conversation_search(conversation_search) values ('rebuild')`.execute(db);
    await sql.raw(trigger.rows[0]?.sql ?? "").execute(db);
  };
  return { make };
}
