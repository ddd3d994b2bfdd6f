// Installs what is missing, so that every npm script works in a fresh clone. Runs on the machine's own Node.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}node_modules/.installed-lockfile`;

const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  console.error(`Mostrador needs Node 20 or newer to set itself up; this is ${process.version}.`);
  process.exit(1);
}

installPackages();
if (process.argv.includes("--browser")) ensureBrowser();

function installPackages() {
  const lockfile = createHash("sha256")
    .update(readFileSync(`${root}package-lock.json`))
    .digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === lockfile) return;
  console.log("Installing packages (about a minute, once)…");
  run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(stampFile, lockfile);
}

function ensureBrowser() {
  if (findBrowser()) return;
  console.log("Installing a browser for the tests (once)…");
  if (attempt("npx", ["playwright", "install", "--with-deps", "chromium"])) return;
  if (attempt("npx", ["playwright", "install", "chromium"])) return;
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = (...args) => attempt([...sudo, "apt-get"][0], [...sudo, "apt-get", ...args].slice(1));
  if (apt("update", "-qq") && apt("install", "-y", "-qq", "chromium") && findBrowser()) return;
  console.error(
    "No Chromium found and none could be installed. Install one, or set CHROMIUM_PATH to its path.",
  );
  process.exit(1);
}

function findBrowser() {
  if (process.env.CHROMIUM_PATH) return existsSync(process.env.CHROMIUM_PATH);
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  if (names.some((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0)) return true;
  const script = 'process.stdout.write(require("@playwright/test").chromium.executablePath())';
  const found = spawnSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
  return found.status === 0 && existsSync(found.stdout);
}

function attempt(command, args) {
  return (
    spawnSync(command, args, { cwd: root, stdio: "ignore", env: cleanEnv(), timeout: 600_000 })
      .status === 0
  );
}

function run(command, args) {
  try {
    execFileSync(command, args, { cwd: root, stdio: "inherit", env: cleanEnv() });
  } catch {
    console.error(`"${command} ${args.join(" ")}" failed; what it printed above says why.`);
    process.exit(1);
  }
}

/** NODE_ENV=production would leave the development packages out. */
function cleanEnv() {
  const { NODE_ENV, ...env } = process.env;
  return { ...env, NODE_ENV: "development" };
}
