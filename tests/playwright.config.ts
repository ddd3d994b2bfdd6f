import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";

const jsonFile = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;

/**
 * The last such flag alone counts: first what Playwright switches off itself, then what an ordinary window does beside the page,
 * which is half of its work.
 */
const switchedOff = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
];

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.test.ts",
  outputDir: "../test-results",
  globalSetup: fileURLToPath(new URL("support/e2e-build.ts", import.meta.url)),
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: jsonFile ? [["list"], ["json", { outputFile: jsonFile }]] : [["list"]],
  use: {
    browserName: "chromium",
    actionTimeout: 15_000,
    locale: "es-EC",
    timezoneId: "America/Guayaquil",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    launchOptions: {
      ...findChromium(),
      args: ["--no-sandbox", `--disable-features=${switchedOff.join(",")}`],
    },
  },
});

/** The one that is named or installed; else Playwright looks for its own. */
function findChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const installed = names.map((name) =>
    spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim(),
  );
  const executablePath = process.env.CHROMIUM_PATH || installed.find(Boolean);
  return executablePath ? { executablePath } : {};
}
