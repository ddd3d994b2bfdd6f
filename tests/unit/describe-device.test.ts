import { expect, test } from "vitest";
import { describeDevice } from "@/components/security/describe-device";

const webKit = "AppleWebKit/537.36 (KHTML, like Gecko)";
const appleWebKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

test.each([
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/140.0.0.0 Safari/537.36`,
    "Chrome",
    "Windows",
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`,
    "Edge",
    "Windows",
  ],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${appleWebKit} Version/18.1 Safari/605.1.15`,
    "Safari",
    "macOS",
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${appleWebKit} Version/18.1 Mobile/15E148 Safari/604.1`,
    "Safari",
    "iPhone",
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${appleWebKit} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`,
    "Chrome",
    "iPhone",
  ],
  [
    `Mozilla/5.0 (Linux; Android 15; SM-S921B) ${webKit} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`,
    "Samsung Internet",
    "Android",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox", "Linux"],
  ["node", undefined, undefined],
  [null, undefined, undefined],
])("%s is %s on %s", (userAgent, browser, system) => {
  expect(describeDevice(userAgent)).toMatchObject({ browser, system });
});

test("what is held in the hand is told from what stands on a desk", () => {
  const held = (userAgent: string) => describeDevice(userAgent).isHandheld;
  expect([held("(Linux; Android 15)"), held("(iPad; CPU OS 18_1)"), held("(X11; Linux)")]).toEqual([
    true,
    true,
    false,
  ]);
});
