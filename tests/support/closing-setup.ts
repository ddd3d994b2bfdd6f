import { expect } from "vitest";
import { hire, type Person } from "./people.ts";

let projects = 0;

/** A project with a supervisor and an agent of its own. */
export async function openProject(admin: Person) {
  projects += 1;
  const jelouProjectId = `setup-${projects}`;
  const { body } = await admin.post("/api/projects", { name: jelouProjectId, jelouProjectId });
  const path = `/api/projects/${body.id}`;
  const supervisor = await hire(admin, "supervisor", [body.id]);
  const agent = await hire(admin, "agent", [body.id]);
  return { id: body.id as string, path, supervisor, agent };
}

export const kinds = ["close-reasons", "close-templates", "close-routes"] as const;
export const inputs = {
  "close-reasons": { name: "Resuelto" },
  "close-templates": { name: "Despedida", texts: { es: "Gracias, {{contact.name|amigo}}" } },
  "close-routes": { name: "Encuesta", skillId: 12, targetId: "flujo-7" },
};

export async function make(person: Person, path: string, body: object) {
  const answer = await person.post(path, body);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
  return answer.body as { id: string } & Record<string, unknown>;
}

export const fieldsOf = (answer: { body: { error?: { fields?: object } } }) =>
  Object.keys(answer.body.error?.fields ?? {});

/** A project with reasons A to D, a template and a route. */
export async function openFullProject(admin: Person) {
  const project = await openProject(admin);
  const { path, supervisor } = project;
  const reasons: Record<string, string> = {};
  for (const name of ["A", "B", "C", "D"])
    reasons[name] = (await make(supervisor, `${path}/close-reasons`, { name })).id;
  const template = await make(supervisor, `${path}/close-templates`, inputs["close-templates"]);
  const route = await make(supervisor, `${path}/close-routes`, inputs["close-routes"]);
  type Reason = { name: string; order: number; templateId: string | null; routeId: string | null };
  const listReasons = async () =>
    (await supervisor.get(`${path}/close-reasons`)).body.items as Reason[];
  const changeReason = (name: string, body: object) =>
    supervisor.patch(`${path}/close-reasons/${reasons[name]}`, body);
  return {
    ...project,
    templateId: template.id,
    routeId: route.id,
    listReasons,
    changeReason,
    reasonId: (name: string) => reasons[name]!,
    order: async () => (await listReasons()).map(({ name }) => name).join(""),
  };
}
