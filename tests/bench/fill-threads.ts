import { deriveStatus } from "@/lib/conversations/derive-status";
import { blankConversation, foldEvent } from "@/lib/conversations/fold-event";
import type { Store } from "@/lib/db/open";
import type { JelouEvent } from "@/lib/jelou/from-jelou";
import { seededRandom } from "@/tests/support/jelou/seeded-random";
import { projectRow } from "./fill-conversations";

export type FilledThread = {
  id: string;
  name: string;
  length: number;
  newest: string;
  /** Of the page that ends before this message. */
  cursorBefore: (index: number) => string;
};

const projectId = "threads";
const perInsert = 1_000;
const minute = 60_000;
const sentences = [
  "Hola, buenas tardes",
  "gracias",
  "Necesito ayuda con mi pedido, llegó incompleto y no me contestan",
  "¿Me confirma por favor si ya salió el envío? Es para hoy 🙏",
  "Le mando el comprobante en un momento",
  "Claro que sí. Le cuento cómo va: el paquete salió ayer de la bodega de Quito y llega mañana entre las diez y las doce.\n\nSi no va a estar en casa, dígame quién lo recibe. También puede pasar a retirarlo en la agencia, con su cédula.",
];

/** Open conversations of these lengths, the first of them on top of the list. Each message begins with its number. */
export async function fillThreads(
  { db }: Store,
  lengths: number[],
  pictureAt: (index: number) => string,
): Promise<FilledThread[]> {
  const now = Date.now();
  await db.insertInto("projects").values(projectRow(projectId, now)).execute();
  const threads: FilledThread[] = [];
  for (const [place, length] of lengths.entries()) {
    const id = `thread-${place}`;
    const name = `Cliente ${1_000 + place}`;
    const newest = `Lo último de ${name}`;
    const idOf = (index: number) => `${id}-${String(index).padStart(6, "0")}`;
    const timeOf = (index: number) => now - (place + 1 + (length - 1 - index) * 5) * minute;
    const random = seededRandom(length);
    const makeRow = (_: unknown, index: number) => {
      const isLast = index === length - 1;
      const isOurs = !isLast && random.chance(0.4);
      const isPicture = !isLast && !isOurs && random.chance(0.04);
      const words = isLast ? newest : random.pick(sentences);
      const content = isPicture ? { url: pictureAt(index) } : { body: `${index}. ${words}` };
      return {
        id: idOf(index),
        project_id: projectId,
        conversation_id: id,
        direction: isOurs ? ("out" as const) : ("in" as const),
        type: isPicture ? "image" : "text",
        content: JSON.stringify(content),
        at: timeOf(index),
        sort_at: timeOf(index),
        state: isOurs ? "sent" : "received",
      };
    };
    const events = eventsOf(name, newest, timeOf(0), timeOf(length - 1));
    const blank = { ...blankConversation(projectId, events[0]!, now), id };
    const row = events.reduce((known, event) => foldEvent(known, event, now), blank);
    const conversation = deriveStatus({ ...row, waiting_since: timeOf(length - 1), revision: 1 });
    await db.insertInto("conversations").values(conversation).execute();
    const rows = Array.from({ length }, makeRow);
    for (let start = 0; start < length; start += perInsert) {
      const some = rows.slice(start, start + perInsert);
      await db.insertInto("messages").values(some).execute();
    }
    const cursorBefore = (index: number) => `${timeOf(index)}.${idOf(index)}`;
    threads.push({ id, name, length, newest, cursorBefore });
  }
  return threads;
}

const eventsOf = (name: string, newest: string, startedAt: number, lastAt: number) =>
  [
    { kind: "start", at: startedAt, initialMessage: null, metadata: null, assignment: null },
    {
      kind: "message",
      at: lastAt,
      jelouMessageId: "m",
      type: "text",
      content: {},
      preview: newest,
    },
  ].map((event) => ({
    ...event,
    jelouConversationId: name,
    roomId: null,
    bot: { id: "bot", name: "Asistente" },
    contact: { id: `5939${name.slice(-4)}0000`, name },
  })) as JelouEvent[];
