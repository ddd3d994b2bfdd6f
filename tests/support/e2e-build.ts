import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Once before all workers, so that they don't build side by side. A build that is there is taken as it is. */
export default function buildOnce() {
  if (existsSync(`${root}.next/BUILD_ID`)) return;
  const { status } = spawnSync(
    process.execPath,
    ["--import", "./scripts/alias.mjs", "scripts/build.ts"],
    { cwd: root, stdio: "inherit" },
  );
  if (status !== 0) throw new Error("The build failed; what it printed above says why.");
}
