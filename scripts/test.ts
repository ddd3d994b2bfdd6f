// All the tests, one after the other; what fails doesn't keep the rest from running. Ends with the sum of them.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

type Sum = { passed: number; failed: number };

const root = fileURLToPath(new URL("..", import.meta.url));
const reports = mkdtempSync(join(tmpdir(), "mostrador-reports-"));
process.once("exit", () => rmSync(reports, { recursive: true, force: true }));

let child: ChildProcess | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    child?.once("exit", () => process.exit(130));
    child?.kill(signal);
  });
}

const sums = [await whole("npm", ["run", "check"]), await unitTests()];
if (existsSync(join(root, "tests/playwright.config.ts"))) {
  const build = buildIsStale() ? await whole("npm", ["run", "build"]) : undefined;
  if (build) sums.push(build);
  if (!build?.failed) sums.push(await browserTests(), await torture());
}
const total = (key: keyof Sum) => sums.reduce((sum, each) => sum + each[key], 0);
console.log(`\n${total("passed")} passed, ${total("failed")} failed`);
process.exitCode = total("failed") > 0 ? 1 : 0;

async function unitTests(): Promise<Sum> {
  const file = join(reports, "vitest.json");
  const config = ["run", "--config", "tests/vitest.config.ts"];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run(process.execPath, [
    "node_modules/vitest/vitest.mjs",
    ...config,
    ...reporters,
  ]);
  return counted(code, file, (report) => {
    const files = report.testResults as {
      status: string;
      assertionResults: { status: string }[];
    }[];
    const tests = files.flatMap((each) => each.assertionResults);
    const passed = tests.filter((test) => test.status === "passed").length;
    // A file that fails without a failed test could not be run.
    const failed = files.map((each) => {
      const ofThis = each.assertionResults.filter((test) => test.status === "failed").length;
      return each.status === "failed" ? Math.max(ofThis, 1) : ofThis;
    });
    return { passed, failed: failed.reduce((sum, one) => sum + one, 0) };
  });
}

async function browserTests(): Promise<Sum> {
  const file = join(reports, "playwright.json");
  const code = await run(
    process.execPath,
    [
      "node_modules/@playwright/test/cli.js",
      "test",
      "--config=tests/playwright.config.ts",
      "--reporter=list,json",
    ],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  );
  return counted(code, file, ({ stats }) => {
    const { expected, flaky, unexpected } = stats as Record<string, number>;
    return { passed: Number(expected) + Number(flaky), failed: Number(unexpected) };
  });
}

async function torture(): Promise<Sum> {
  const file = join(reports, "torture.json");
  const script = ["--import", "./scripts/alias.mjs", "tests/torture/run.ts"];
  const code = await run(process.execPath, [...script, "--short", "--json", file]);
  return counted(code, file, ({ passed, failed }) => ({
    passed: Number(passed),
    failed: Number(failed),
  }));
}

/** A step that counts as one. */
async function whole(command: string, args: string[]): Promise<Sum> {
  const failed = (await run(command, args)) === 0 ? 0 : 1;
  return { passed: 1 - failed, failed };
}

/** A runner that ends badly without a failed test has crashed: that is one. */
function counted(code: number, file: string, read: (report: Record<string, unknown>) => Sum): Sum {
  const sum = existsSync(file)
    ? read(JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>)
    : { passed: 0, failed: 0 };
  return { passed: sum.passed, failed: Math.max(sum.failed, code === 0 ? 0 : 1) };
}

function run(command: string, args: string[], settings: Record<string, string> = {}) {
  console.log(`\n> ${[command, ...args].join(" ").replaceAll(root, "")}\n`);
  return new Promise<number>((resolve) => {
    const { NODE_ENV: _theirs, ...env } = process.env;
    child = spawn(command, args, {
      cwd: root,
      stdio: "inherit",
      env: { ...env, ...settings } as NodeJS.ProcessEnv,
    });
    child.once("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** Whether there is no build, or one that is older than what it is made of. */
function buildIsStale() {
  const built = join(root, ".next/BUILD_ID");
  if (!existsSync(built)) return true;
  const sources = globSync(
    [
      "{app,components,lib,public}/**/*",
      "{next.config.js,instrumentation.ts,proxy.ts,package-lock.json}",
    ],
    { cwd: root },
  );
  const newest = Math.max(...sources.map((file) => statSync(join(root, file)).mtimeMs));
  return newest > statSync(built).mtimeMs;
}
