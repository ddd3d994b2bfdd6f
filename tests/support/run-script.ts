import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** One of scripts/ as npm runs it, with these settings and no others. */
export async function runScript(name: string, args: string[], settings: Record<string, string>) {
  const child = spawn(
    process.execPath,
    ["--import", "./scripts/alias.mjs", `scripts/${name}.ts`, ...args],
    { cwd: root, env: { PATH: process.env.PATH, NODE_ENV: "production", ...settings } },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}
