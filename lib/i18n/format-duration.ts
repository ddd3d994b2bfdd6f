const units = [
  { unit: "day", ms: 86_400_000 },
  { unit: "hour", ms: 3_600_000 },
  { unit: "minute", ms: 60_000 },
] as const;

/** In the largest whole unit, short: "3 min", "2 h", "5 d"; under a minute in seconds. */
export function formatDuration(ms: number, locale: string) {
  const { unit, ms: size } = units.find((each) => ms >= each.ms) ?? {
    unit: "second" as const,
    ms: 1_000,
  };
  const unitDisplay = unit === "day" ? "narrow" : "short";
  const value = Math.max(0, Math.floor(ms / size));
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay }).format(value);
}
