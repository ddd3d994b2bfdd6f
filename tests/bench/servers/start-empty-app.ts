import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../root";
import { startServer } from "./start-server";

const files = {
  "package.json": `{ "type": "module" }`,
  "next.config.js": `export default { poweredByHeader: false, compress: false, turbopack: { root: "/" } };`,
  "app/layout.jsx": `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}`,
  "app/page.jsx": `export default function Page() { return <main>Nothing</main>; }`,
  "app/api/webhooks/jelou/[jelouProjectId]/route.js": `export async function POST(request) {
  await request.arrayBuffer();
  return Response.json({});
}`,
};

/** One for the whole run. */
let built: string | undefined;

/** An app of the same Next with a page and a route handler that do nothing, served the way the desk is. */
export async function startEmptyApp() {
  built ??= build();
  return startServer("tests/bench/servers/empty-app.ts", "/", { EMPTY_APP: built });
}

function build(): string {
  const folder = mkdtempSync(join(tmpdir(), "mostrador-bench-empty-app-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  symlinkSync(fileURLToPath(new URL("node_modules", root)), join(folder, "node_modules"));
  const next = fileURLToPath(new URL("node_modules/next/dist/bin/next", root));
  const { status, stdout, stderr } = spawnSync(process.execPath, [next, "build"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (status !== 0) throw new Error(`The empty app could not be built:\n${stdout}${stderr}`);
  return folder;
}
