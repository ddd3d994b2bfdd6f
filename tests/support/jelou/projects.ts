import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export const authTypes = ["no_auth", "bearer", "api_key", "basic"] as const;
export type AuthType = (typeof authTypes)[number];

interface Named {
  id: string;
  name: string;
}

export interface ProjectInput {
  id: string;
  clientId: string;
  clientSecret: string;
  apiKey: string;
  signingSecret: string;
  webhookUrl?: string;
  /** Sent with every webhook, whatever authType says. */
  header?: { name: string; value: string };
  bots?: Named[];
  users?: Named[];
}

export interface Project {
  id: string;
  brainId: string;
  clientId: string;
  clientSecret: string;
  apiKey: string;
  signingSecret: string;
  webhookUrl: string | null;
  authType: AuthType;
  authorization: string;
  header: { name: string; value: string } | null;
  bots: Map<string, string>;
  users: Map<string, string>;
}

export type Projects = Map<string, Project>;

/** A second call for the same id changes its settings and keeps its bots and users. */
export function addProject(projects: Projects, input: ProjectInput): Project {
  const known = projects.get(input.id);
  const bots = input.bots ?? (known ? [] : [{ id: `bot-${input.id}`, name: "Soporte" }]);
  const users = input.users ?? [];
  const project: Project = {
    id: input.id,
    brainId: known?.brainId ?? randomUUID(),
    clientId: input.clientId,
    clientSecret: input.clientSecret,
    apiKey: input.apiKey,
    signingSecret: input.signingSecret,
    webhookUrl: input.webhookUrl ?? null,
    authType: "no_auth",
    authorization: "",
    header: input.header ?? null,
    bots: new Map([...(known?.bots ?? []), ...bots.map(({ id, name }) => [id, name] as const)]),
    users: new Map([...(known?.users ?? []), ...users.map(({ id, name }) => [id, name] as const)]),
  };
  projects.set(project.id, project);
  return project;
}

/** Both kinds stand in Jelou's pages, so either one opens the door. */
export function admits(project: Project, headers: IncomingHttpHeaders): boolean {
  const basic = Buffer.from(`${project.clientId}:${project.clientSecret}`).toString("base64");
  return (
    headers["x-api-key"] === project.apiKey ||
    headers.authorization?.match(/^basic (.+)$/i)?.[1] === basic
  );
}
