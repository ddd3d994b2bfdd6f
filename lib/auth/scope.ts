import type { Role } from "./schema";

declare const minted: unique symbol;

/**
 * Whose eyes and hands these are: the first parameter of every read and write, and part of every `where`. Only
 * the sessions mint one, for who is signed in and for work that goes on without him, so a forgotten check doesn't compile.
 */
export type Scope = {
  readonly agentId: string;
  readonly role: Role;
  readonly projectIds: readonly string[] | "all";
  readonly [minted]: true;
};

/** What Jelou, proven by its signature, may write: one project. */
export type ProjectScope = { readonly projectId: string; readonly [minted]: true };

/** For the sessions alone. */
export const mintScope = (agentId: string, role: Role, projectIds: string[]): Scope =>
  ({ agentId, role, projectIds: role === "admin" ? "all" : projectIds }) as unknown as Scope;

/** For the webhook's verification alone. */
export const mintProjectScope = (projectId: string) => ({ projectId }) as unknown as ProjectScope;

export const seesProject = (scope: Scope, projectId: string) =>
  scope.projectIds === "all" || scope.projectIds.includes(projectId);
