import { makeFolder } from "../cleaning";
import { callApi, signIn } from "../clients/sign-in";
import { projectKeys } from "../project-keys";
import { type Server, startServer } from "./start-server";

export type Desk = Server & { cookie: string; projectId: string; webhookPath: string };

export const admin = { email: "admin@example.com", password: "a password for the bench" };

/** A desk of its own with one project and an admin who is signed in. */
export async function startDesk(
  options: {
    gatewayUrl?: string;
    messagesUrl?: string;
    env?: Record<string, string>;
    nodeOptions?: string[];
  } = {},
): Promise<Desk> {
  const server = await startBareDesk(options.env, options.nodeOptions);
  const cookie = await signIn(server.url, admin);
  const api = (method: string, path: string, body: unknown) =>
    callApi(server.url, cookie, method, path, body);
  const { gatewayUrl, messagesUrl } = options;
  const project = await api("POST", "/api/projects", {
    name: "Bench",
    jelouProjectId: projectKeys.jelouProjectId,
    ...(gatewayUrl ? { gatewayUrl } : {}),
    ...(messagesUrl ? { messagesUrl } : {}),
  });
  const { signingSecret, apiKey } = projectKeys;
  await api("PUT", `/api/projects/${project.id}/webhook-auth`, { signingSecret });
  await api("PUT", `/api/projects/${project.id}/credentials`, { kind: "api-key", apiKey });
  return {
    ...server,
    cookie,
    projectId: String(project.id),
    webhookPath: `/api/webhooks/jelou/${projectKeys.jelouProjectId}`,
  };
}

/** A desk as it is right after its first start. */
export const startBareDesk = (env: Record<string, string> = {}, nodeOptions: string[] = []) =>
  startServer(
    "scripts/start.ts",
    "/api/health/ready",
    {
      DATA_DIR: makeFolder("data"),
      DATABASE_URL: "",
      APP_URL: "",
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      JELOU_ALLOWED_HOSTS: "127.0.0.1",
      ...env,
    },
    nodeOptions,
  );
