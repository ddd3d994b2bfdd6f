import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin({
  requestConfig: "./lib/i18n/request.ts",
  experimental: {
    // Compiled at the build, messages need no parser in the browser: 8 kB less.
    messages: { path: "./lib/i18n/messages", format: "json", locales: "infer", precompile: true },
  },
});

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // gzip buffers an event stream; the proxy in front compresses what can be.
  compress: false,
  images: { unoptimized: true },
  // "npm run check" looks at the types, of the tests too.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "better-sqlite3",
    "pg",
    "pino",
    "prom-client",
    "@node-rs/argon2",
    "kysely",
    "file-type",
    "@fastify/busboy",
    "@aws-sdk/client-s3",
    "@aws-sdk/s3-request-presigner",
  ],
  turbopack: {
    root: import.meta.dirname,
    rules: {
      "*.css": { loaders: ["@tailwindcss/turbopack"], as: "*.css" },
      "*.mjs": {
        condition: {
          all: [
            { path: /react-(aria|stately)\/dist\/private\/intl\// },
            { not: { path: /\/(es-ES|en-US|pt-BR)\.mjs$/ } },
          ],
        },
        loaders: ["./scripts/leave-out-locale.cjs"],
        as: "*.mjs",
      },
    },
  },
};

export default withNextIntl(config);
