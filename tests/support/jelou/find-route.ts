import type { CallKind } from "./faults.ts";

export interface Route {
  kind: CallKind;
  /** Empty for a sent message, which names its project in the body. */
  projectId: string;
}

const project = /^\/(?:jelouapi|platform)\/v1\/external-support\/([^/]+)(\/.*)?$/;

const gatewayCalls: Record<string, CallKind> = {
  "POST /conversations/close": "close",
  "POST /conversations/start": "start",
  "POST ": "register",
  "PATCH ": "update",
};

export function findRoute(method: string, path: string): Route | undefined {
  if (method === "POST" && path === "/v1/external-support/webhook") {
    return { kind: "send", projectId: "" };
  }
  const [, projectId = "", rest = ""] = project.exec(path) ?? [];
  const kind = projectId ? gatewayCalls[`${method} ${rest}`] : undefined;
  return kind && { kind, projectId: decodeURIComponent(projectId) };
}
