import { createConversations } from "@/tests/support/jelou/conversations";
import { closeEvent, messageEvent, startEvent } from "@/tests/support/jelou/events";
import { names } from "@/tests/support/jelou/names";
import { addProject, type Projects } from "@/tests/support/jelou/projects";
import { sign } from "@/tests/support/jelou/sign";
import { projectKeys } from "../project-keys";

export type SignedEvent = { body: Buffer; signature: string };

const perConversation = 10;
const sentences = [
  "Hola, buenas tardes",
  "Necesito ayuda con mi pedido, llegó incompleto y no me contestan",
  "¿Me confirma por favor si ya salió el envío? Es para hoy 🙏",
  "Le mando el comprobante en un momento",
  "gracias",
];

/** Signed posts as Jelou makes them: a start, eight messages and a close each, many conversations at a time. */
export function makeEvents(count: number, textLength = 0): SignedEvent[] {
  const projects: Projects = new Map();
  const { jelouProjectId, ...keys } = projectKeys;
  const project = addProject(projects, { id: jelouProjectId, ...keys });
  const conversations = createConversations();
  const open = Array.from({ length: Math.ceil(count / perConversation) }, (_, index) =>
    conversations.open(project, { userName: names[index % names.length] ?? "" }),
  );
  const events = Array.from({ length: perConversation }, (_, step) =>
    open.map((conversation, index) => {
      const at = Date.now() + step;
      if (step === 0) {
        const assignment = { type: "queue" as const, target: "SOPORTE" };
        return startEvent(conversation, { metadata: { ticketId: `T-${index}` }, assignment });
      }
      if (step === perConversation - 1) {
        Object.assign(conversation, { closedAt: at, endedReason: "EXPIRED" });
        return closeEvent(conversation);
      }
      const body = (sentences[(index + step) % sentences.length] ?? "").padEnd(textLength, " y");
      const message = { id: crypto.randomUUID(), type: "text", content: { body }, at };
      return messageEvent(conversation, { ...message, from: "customer" });
    }),
  );
  return events
    .flat()
    .slice(0, count)
    .map(({ payload }) => {
      const body = Buffer.from(JSON.stringify(payload));
      return { body, signature: sign(keys.signingSecret, body) };
    });
}
