import { expect, test } from "vitest";
import { chooseLocale } from "@/lib/i18n/choose-locale";
import { formatDuration } from "@/lib/i18n/format-duration";

test("the user's choice comes before the browser's, and Spanish when neither is ours", () => {
  expect(chooseLocale("pt", "en-US")).toBe("pt");
  expect(chooseLocale(undefined, "fr-FR, en;q=0.5, pt-BR;q=0.8")).toBe("pt");
  expect(chooseLocale("xx", "de")).toBe("es");
  expect(chooseLocale(null, null)).toBe("es");
  expect(chooseLocale(null, ";;q=,,=")).toBe("es");
});

test("durations are in their largest whole unit", () => {
  expect(formatDuration(59_999, "en")).toBe("59 sec");
  expect(formatDuration(60_000, "en")).toBe("1 min");
  expect(formatDuration(2 * 3_600_000 + 59 * 60_000, "es")).toBe("2 h");
  expect(formatDuration(3 * 86_400_000, "es")).toMatch(/^3\s?d/);
  expect(formatDuration(-5_000, "en")).toBe("0 sec");
});
