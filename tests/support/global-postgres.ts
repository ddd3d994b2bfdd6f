import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

type Cluster = Awaited<ReturnType<typeof startPostgres>>;

/** Vitest sets up each project by itself, and they share one cluster. */
const shelf = globalThis as { testPostgres?: Promise<Cluster> };

export default async function setup(project: TestProject) {
  shelf.testPostgres ??= startPostgres();
  const { url, stop } = await shelf.testPostgres;
  project.provide("postgresUrl", url);
  return stop;
}
