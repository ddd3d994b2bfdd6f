import { deriveStatus } from "@/lib/conversations/derive-status";
import { blankConversation, type ConversationRow, foldEvent } from "@/lib/conversations/fold-event";
import type { Store } from "@/lib/db/open";
import type { JelouEvent } from "@/lib/jelou/from-jelou";
import { seededRandom } from "@/tests/support/jelou/seeded-random";
import { rowWriter } from "./write-rows";

export const projectIds = Array.from({ length: 6 }, (_, index) => `project-${index}`);
export const agentId = "agent-1";
/** One of these is among all the rows, whatever their number. */
export const rareName = "Zacarías Quetzalli";

const first =
  "María José Luis Carmen Ana Juan Carlos Rosa Jorge Miguel Lucía Diego Valentina Andrés Camila Martín Gabriela Óscar";
const last =
  "García Rodríguez Martínez López González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Cruz Morales Ortiz";
const [firstNames, lastNames] = [first.split(" "), last.split(" ")];
const perInsert = 2_000;
const year = 365 * 86_400_000;

/** As a desk has them after a year: six projects, a few thousand open, nearly all closed. */
export async function fillConversations(store: Store, dataDir: string, count: number) {
  const random = seededRandom(7);
  const now = Date.now();
  const openOnes = Math.min(count / 10, 3_000);
  await store.db
    .insertInto("projects")
    .values(projectIds.map((id) => projectRow(id, now)))
    .execute();
  const { write, finish } = await rowWriter(store, dataDir);
  for (let start = 0; start < count; start += perInsert) {
    await write(
      Array.from({ length: Math.min(perInsert, count - start) }, (_, index) =>
        makeRow(start + index, count, openOnes, random, now),
      ),
    );
  }
  await finish();
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

export const projectRow = (id: string, now: number) => ({
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
