import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "./once";

/** Of the request that is being answered, for the log and the audit log. */
export type RequestFacts = {
  id: string;
  /** The client's, as far as TRUST_PROXY lets us know it; null where nobody is connected. */
  address: string | null;
  userAgent: string | null;
  /** Who asks, as soon as that is known. */
  userId?: string;
};

const storage = () =>
  once("request-facts", () => new AsyncLocalStorage<RequestFacts | undefined>());

/** Whatever runs in `run`, also later, finds these facts. */
export const withRequestFacts = <T>(facts: RequestFacts, run: () => T): T =>
  storage().run(facts, run);

/** Undefined in what the desk does by itself. */
export const requestFacts = (): RequestFacts | undefined => storage().getStore();

export function noteUser(userId: string) {
  const facts = requestFacts();
  if (facts) facts.userId = userId;
}

/** For what a request only sets going: it is nobody's, and would otherwise go by the facts of whoever came first. */
export const outsideRequest = <T>(run: () => T): T => storage().run(undefined, run);
