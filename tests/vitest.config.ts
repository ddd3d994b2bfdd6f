import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Inherited by the workers, which must have it before they make their first date. Not UTC, with no summer time.
process.env.TZ = "America/Guayaquil";

const root = fileURLToPath(new URL("..", import.meta.url));
const withDatabase = {
  globalSetup: [fileURLToPath(new URL("./support/global-postgres.ts", import.meta.url))],
};

export default defineConfig({
  root,
  resolve: { alias: { "@/": root } },
  test: {
    env: { LOG_LEVEL: "silent", NODE_ENV: "test" },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/unit/**/*.test.ts"] } },
      { extends: true, test: { name: "db", include: ["tests/db/**/*.test.ts"], ...withDatabase } },
      {
        extends: true,
        test: { name: "api", include: ["tests/api/**/*.test.ts"], ...withDatabase },
      },
    ],
  },
});
