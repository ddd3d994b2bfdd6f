import type { IncomingMessage, ServerResponse } from "node:http";
import type { ChatMessage, Conversation, Conversations } from "./conversations.ts";
import { isOpen } from "./conversations.ts";
import type { CallFault, Faults } from "./faults.ts";
import { asText } from "./field-checks.ts";
import type { Projects } from "./projects.ts";
import type { CustomerMessage, StartConversation } from "./sandbox.ts";

interface Desk {
  projects: Projects;
  conversations: Conversations;
  faults: Faults;
  startConversation(input: StartConversation): Conversation;
  customerWrites(id: string, message: CustomerMessage): unknown;
  expire(id: string): void;
}

const SHOWN = 60;

const closeFaults: Record<string, [label: string, fault: CallFault]> = {
  "500": ["responde 500, no cierra", { on: "close", status: 500 }],
  "500-hecho": ["responde 500, pero sí cierra", { on: "close", status: 500, effect: true }],
  "429": ["responde 429", { on: "close", status: 429, headers: { "Retry-After": "5" } }],
  "401": ["rechaza las credenciales", { on: "close", status: 401 }],
  "404": ["no encuentra al usuario", { on: "close", status: 404 }],
  lenta: ["tarda 6 segundos", { on: "close", delayMs: 6000 }],
  muda: ["cierra y nunca responde", { on: "close", hang: true }],
  corte: ["corta antes de cerrar", { on: "close", reset: "before" }],
  "corte-hecho": ["cierra y corta", { on: "close", reset: "after" }],
  html: ["responde una página", { on: "close", garbage: "html" }],
};

export function createControlPage(desk: Desk) {
  const actions: Record<string, (form: URLSearchParams) => void> = {
    "/control/start": (form) => {
      const projectId = form.get("project") ?? "";
      const userName = form.get("name")?.trim() || undefined;
      const body = form.get("text")?.trim();
      const conversation = desk.startConversation({ projectId, userName });
      if (body) desk.customerWrites(conversation.id, { type: "text", content: { body } });
    },
    "/control/write": (form) => {
      const body = form.get("text")?.trim();
      if (body) desk.customerWrites(form.get("id") ?? "", { type: "text", content: { body } });
    },
    "/control/expire": (form) => desk.expire(form.get("id") ?? ""),
    "/control/fault": (form) => {
      const chosen = closeFaults[form.get("fault") ?? ""];
      if (chosen) desk.faults.next(chosen[1]);
      else desk.faults.clear();
    },
  };

  return async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    if (request.method === "GET" && path === "/") {
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
      response.end(page(desk));
      return;
    }
    const action = request.method === "POST" ? actions[path] : undefined;
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
    try {
      action?.(form);
      response.writeHead(action ? 303 : 404, { Location: "/" }).end();
    } catch (cause) {
      response.writeHead(400, { "Content-Type": "text/plain; charset=utf-8" });
      response.end(cause instanceof Error ? cause.message : "No se pudo");
    }
  };
}

function page({ projects, conversations, faults }: Desk): string {
  const rows = conversations
    .all()
    .toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.startedAt - a.startedAt);
  const waiting = faults.pending().map((fault) => JSON.stringify(fault));
  const options = [...projects.keys()].map((id) => `<option>${escapeHtml(id)}</option>`).join("");
  const choices = Object.entries(closeFaults)
    .map(([value, [label]]) => `<option value="${value}">${label}</option>`)
    .join("");
  return `<!doctype html><html lang="es"><meta charset="utf-8"><title>Jelou de prueba</title>
<style>body{font:14px system-ui;margin:24px;max-width:1100px}table{border-collapse:collapse;width:100%}
td,th{border-top:1px solid #ccc;padding:6px;text-align:left;vertical-align:top}form{display:inline-flex;gap:4px;margin:2px 0}</style>
<h1>Jelou de prueba</h1>
<p>Lo que Jelou sabe, y lo que recibió cada cliente. <a href="/">Actualizar</a></p>
<h2>Nueva conversación</h2>
<form method="post" action="/control/start"><select name="project" aria-label="Proyecto">${options}</select>
<input name="name" placeholder="Nombre" aria-label="Nombre"><input name="text" placeholder="Primer mensaje" aria-label="Primer mensaje" size="40"><button>Empezar</button></form>
<h2>El próximo cierre</h2>
<form method="post" action="/control/fault"><select name="fault" aria-label="Fallo"><option value="">sin fallos</option>${choices}</select><button>Aplicar</button></form>
<p>Pendientes: ${escapeHtml(waiting.join(" · ") || "ninguno")}</p>
<h2>Conversaciones (${rows.length})</h2>
<table><tr><th>Cliente<th>Último mensaje<th>Estado<th>El cliente recibió<th></tr>
${rows.slice(0, SHOWN).map(row).join("\n")}</table></html>`;
}

function row(conversation: Conversation): string {
  const said = preview(conversation.messages.at(-1)).slice(0, 120);
  const state = isOpen(conversation) ? "abierta" : `cerrada: ${conversation.endedReason}`;
  const id = `<input type="hidden" name="id" value="${escapeHtml(conversation.id)}">`;
  const write = `<form method="post" action="/control/write">${id}<input name="text" aria-label="Mensaje"><button>Escribir</button></form>`;
  const expire = `<form method="post" action="/control/expire">${id}<button>Vencer</button></form>`;
  return `<tr><td>${escapeHtml(conversation.user.name)}<td>${escapeHtml(said)}<td>${escapeHtml(state)}<td>${escapeHtml(got(conversation))}<td>${write}${isOpen(conversation) ? expire : ""}</tr>`;
}

function preview(message: ChatMessage | undefined): string {
  const words = asText(message?.content.body) || asText(message?.content.caption);
  return [words || message?.type, fetched(message)].filter(Boolean).join(" · ");
}

function fetched(message: ChatMessage | undefined): string {
  if (!message?.media) return "";
  if ("error" in message.media) return `no se pudo descargar: ${message.media.error}`;
  const { status, type, size } = message.media;
  return `descargado: ${status}, ${type}, ${size} bytes`;
}

function got({ status, customerGot }: Conversation): string {
  if (status === "open") return "";
  if (!customerGot) return "nada";
  return customerGot.type === "text" ? `«${customerGot.text}»` : "volvió al bot";
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    '"': "&quot;",
  };
  return text.replace(/[<>&"]/g, (sign) => entities[sign] ?? sign);
}
