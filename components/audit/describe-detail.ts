export type Line = { label: string; value: string };

/** How a detail's parts are said; a key or value that nobody has words for stays as it is. */
export type DetailWords = {
  label: (key: string) => string;
  value: (key: string, value: string | number | boolean | null) => string;
  changed: string;
};

/** What the log has kept of an action besides its subject, one line for each part. */
export const describeDetail = (detail: Record<string, unknown>, words: DetailWords): Line[] =>
  Object.entries(detail).flatMap(([key, value]) =>
    key === "changes" && isRecord(value)
      ? describeDetail(value, words)
      : { label: words.label(key), value: say(key, value, words) },
  );

function say(key: string, value: unknown, words: DetailWords): string {
  if (Array.isArray(value)) return value.map((each) => say(key, each, words)).join(", ");
  if (!isRecord(value)) return words.value(key, value as string | number | boolean | null);
  if (Object.keys(value).length === 0) return words.changed;
  if ("from" in value && "to" in value && key !== "filter")
    return `${say(key, value.from, words)} → ${say(key, value.to, words)}`;
  return Object.entries(value)
    .map(([part, each]) => `${words.label(part)}: ${say(part, each, words)}`)
    .join(" · ");
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
