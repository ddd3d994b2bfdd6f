import type { NewReason, NewRoute, NewTemplate, ProjectChange } from "@/lib/projects/input";
import type { Desk } from "./e2e-desk.ts";
import type { Shop } from "./e2e-shop.ts";

/** What the shop's project offers to close with and its rules, set up as a supervisor would. */
export function closingSetup(desk: Desk, { projectId }: Pick<Shop, "projectId">) {
  const path = `/api/projects/${projectId}`;
  const add = async (kind: "reasons" | "templates" | "routes", body: object) =>
    String((await desk.admin.call("POST", `${path}/close-${kind}`, body)).id);
  return {
    addReason: (name: string, offers: Partial<NewReason> = {}) =>
      add("reasons", { name, ...offers }),
    addTemplate: (name: string, texts: NewTemplate["texts"]) => add("templates", { name, texts }),
    addRoute: (name: string, target: Omit<NewRoute, "name">) => add("routes", { name, ...target }),
    setRules: (rules: ProjectChange) => desk.admin.call("PATCH", path, rules),
  };
}
