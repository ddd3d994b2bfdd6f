import type { AuditedDesk } from "./audited-desk.ts";
import { secrets } from "./jelou-desk.ts";
import { type Answer, hire, type Person, password } from "./people.ts";

export type Case = {
  by: Person;
  call: () => Promise<Answer>;
  row: object;
  /** What validation refuses, where the route takes a body. */
  wrong?: () => Promise<Answer>;
};

export type Cases = Record<string, () => Promise<Case>>;

/** What changes users and projects, each with the row that it leaves. */
export function casesOfAdmin(desk: AuditedDesk, otherId: string): Cases {
  const { admin, supervisor, project, toProject, greet, newProject } = desk;
  const about = (id: string) => ({ kind: "project", id });
  return {
    "POST /api/users": async () => ({
      by: admin,
      call: () => admin.post("/api/users", person("agent", [project.id])),
      wrong: () => admin.post("/api/users", { role: "king" }),
      row: {
        action: "user.created",
        subject: { kind: "user", name: "Nora Nueva" },
        detail: { role: "agent", active: true, projectsAdded: [project.id] },
      },
    }),
    "PATCH /api/users/[id]": async () => {
      const { body } = await admin.post("/api/users", person("agent", [project.id]));
      const change = { role: "admin", projectIds: [otherId], password: "another password" };
      return {
        by: admin,
        call: () => admin.patch(`/api/users/${body.id}`, change),
        wrong: () => admin.patch(`/api/users/${body.id}`, { role: "king" }),
        row: {
          action: "user.changed",
          subject: { kind: "user", id: body.id, name: "Nora Nueva" },
          detail: {
            changes: { role: { from: "agent", to: "admin" }, password: {} },
            projectsAdded: [otherId],
            projectsRemoved: [project.id],
          },
        },
      };
    },
    "POST /api/account/password": async () => {
      const somebody = await hire(admin, "agent");
      const change = (current: string) =>
        somebody.post("/api/account/password", { current, next: "another password" });
      return {
        by: somebody,
        call: () => change(password),
        wrong: () => change("not my password"),
        row: { action: "password.changed", subject: { kind: "user", id: somebody.id } },
      };
    },
    "POST /api/projects": async () => ({
      by: admin,
      call: () => admin.post("/api/projects", { name: "Nuevo", jelouProjectId: "nuevo" }),
      wrong: () => admin.post("/api/projects", { name: "Nuevo", jelouProjectId: "p1" }),
      row: {
        action: "project.created",
        subject: { kind: "project", name: "Nuevo" },
        detail: {
          jelouProjectId: "nuevo",
          gatewayUrl: "https://gateway.jelou.ai/jelouapi/v1",
          messagesUrl: "https://chatbot.jelou.ai/v1/external-support/webhook",
        },
      },
    }),
    "PATCH /api/projects/[id]": async () => ({
      by: admin,
      call: () =>
        admin.patch(`/api/projects/${otherId}`, { name: "Otro", archived: true, undoMs: 1 }),
      wrong: () => admin.patch(`/api/projects/${otherId}`, { gatewayUrl: "http://10.0.0.1/" }),
      row: {
        action: "project.changed",
        subject: { ...about(otherId), name: "Otro" },
        projectId: otherId,
        detail: {
          changes: {
            name: { from: "p2", to: "Otro" },
            archived: { from: false, to: true },
            undoMs: { from: 5_000, to: 1 },
          },
        },
      },
    }),
    "PATCH /api/projects/[id] (rules)": async () => ({
      by: supervisor,
      call: () =>
        supervisor.patch(toProject, {
          requireReason: false,
          closeOthers: false,
          defaultMessage: { type: "text", text: "Gracias por escribir" },
          autoClose: { afterMinutes: 60, message: { type: "text", text: "Nos vemos" } },
        }),
      wrong: () => supervisor.patch(toProject, { autoClose: { afterMinutes: 0 } }),
      row: {
        action: "closing_setup.changed",
        subject: { kind: "setup", id: project.id, name: "p1" },
        projectId: project.id,
        detail: {
          part: "rules",
          changes: {
            closeOthers: { from: true, to: false },
            defaultMessage: { from: null, to: "text" },
            autoClose: { from: null, to: 60 },
          },
        },
      },
    }),
    "PUT /api/projects/[id]/credentials": async () => ({
      by: admin,
      call: () =>
        admin.put(`${toProject}/credentials`, {
          ...{ kind: "basic", clientId: secrets.clientId, clientSecret: secrets.clientSecret },
        }),
      wrong: () => admin.put(`${toProject}/credentials`, { kind: "api-key", apiKey: "" }),
      row: { action: "credentials.saved", subject: about(project.id), projectId: project.id },
    }),
    "PUT /api/projects/[id]/webhook-auth": async () => ({
      by: admin,
      call: () => admin.put(`${toProject}/webhook-auth`, { signingSecret: secrets.signingSecret }),
      wrong: () => admin.put(`${toProject}/webhook-auth`, { signingSecret: "" }),
      row: { action: "webhook_auth.saved", subject: about(project.id), projectId: project.id },
    }),
    "POST /api/projects/[id]/test": async () => ({
      by: admin,
      call: () => admin.post(`${toProject}/test`),
      row: { action: "credentials.tested", subject: about(project.id), detail: { accepted: true } },
    }),
    "POST /api/projects/[id]/integration": async () => {
      const fresh = await newProject("to-connect");
      return {
        by: admin,
        call: () => admin.post(fresh.path, { authType: "bearer" }),
        wrong: () => admin.post(fresh.path, { authType: "magic" }),
        row: {
          action: "integration.registered",
          subject: { ...about(fresh.id), name: "to-connect" },
          detail: { authType: "bearer" },
        },
      };
    },
    "PATCH /api/projects/[id]/integration": async () => {
      const fresh = await newProject("to-change");
      await admin.post(fresh.path, { authType: "bearer" });
      return {
        by: admin,
        call: () => admin.patch(fresh.path, { authType: "basic" }),
        wrong: () => admin.patch(fresh.path, { authType: "magic" }),
        row: {
          action: "integration.changed",
          subject: { ...about(fresh.id), name: "to-change" },
          detail: { authType: "basic" },
        },
      };
    },
    "DELETE /api/projects/[id]/contacts/[contactId]": async () => {
      const { id, jelou } = await greet({ userName: "Carla Vega" });
      return {
        by: admin,
        call: () => admin.remove(`${toProject}/contacts/${encodeURIComponent(jelou.user.id)}`),
        wrong: () => admin.remove(`${toProject}/contacts/nobody`),
        row: {
          action: "contact.erased",
          subject: { ...about(project.id), name: "p1" },
          detail: { conversationIds: [id], count: 1, messages: 0, deliveries: 1 },
        },
      };
    },
    ...casesOfSetup(desk, "reason", {}, { active: false }, { active: { from: true, to: false } }),
    ...casesOfSetup(
      desk,
      "template",
      { texts: { es: "Adiós" } },
      { texts: { es: "Chao" } },
      { texts: {} },
    ),
    ...casesOfSetup(desk, "route", { skillId: 1 }, { skillId: 8 }, { skillId: { from: 1, to: 8 } }),
  };
}

const person = (role: string, projectIds: string[]) => ({
  ...{
    name: "Nora Nueva",
    email: `${crypto.randomUUID()}@example.com`,
    password,
    role,
    projectIds,
  },
});
/** Reasons, templates and routes are made, changed and deleted alike. */
function casesOfSetup(
  { admin, supervisor, project, toProject }: AuditedDesk,
  part: string,
  given: object,
  change: object,
  changes: object,
) {
  const path = `${toProject}/close-${part}s`;
  const route = `/api/projects/[id]/close-${part}s`;
  const row = (name: string, detail: object) => ({
    action: "closing_setup.changed",
    subject: { kind: "setup", name },
    projectId: project.id,
    detail: { part, ...detail },
  });
  const make = async (name: string) =>
    (await admin.post(path, { name, ...given })).body.id as string;
  return {
    [`POST ${route}`]: async (): Promise<Case> => ({
      by: supervisor,
      call: () => supervisor.post(path, { name: "Primero", ...given }),
      wrong: () => supervisor.post(path, { ...given, name: "" }),
      row: row("Primero", { what: "created" }),
    }),
    [`PATCH ${route}/[itemId]`]: async (): Promise<Case> => {
      const id = await make("Segundo");
      return {
        by: admin,
        call: () => admin.patch(`${path}/${id}`, { ...change, name: "Dos" }),
        wrong: () => admin.patch(`${path}/${id}`, { ...change, name: "Primero" }),
        row: row("Dos", {
          what: "changed",
          changes: { name: { from: "Segundo", to: "Dos" }, ...changes },
        }),
      };
    },
    [`DELETE ${route}/[itemId]`]: async (): Promise<Case> => {
      const id = await make("Tercero");
      return {
        by: admin,
        call: () => admin.remove(`${path}/${id}`),
        wrong: () => admin.remove(`${path}/nothing`),
        row: row("Tercero", { what: "deleted" }),
      };
    },
  };
}
