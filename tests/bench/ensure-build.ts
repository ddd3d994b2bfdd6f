import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { root } from "./root";

/** Builds the desk where there is no build yet; one that is older than the code is left alone. @throws Error */
export function ensureBuild() {
  if (existsSync(new URL(".next/BUILD_ID", root))) return;
  const { status } = spawnSync(
    process.execPath,
    ["--import", "./scripts/alias.mjs", "scripts/build.ts"],
    { cwd: fileURLToPath(root), stdio: "inherit" },
  );
  if (status !== 0) throw new Error("The build failed; what it printed above says why.");
}
