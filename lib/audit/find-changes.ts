/** By field: from what to what, and nothing of what isn't to be shown. */
export type Changes = Record<string, { from?: unknown; to?: unknown }>;

/** What is another than before; with the values of the `open` fields alone. */
export function findChanges(before: object, after: object, open: readonly string[]): Changes {
  const old = before as Record<string, unknown>;
  const changed = Object.entries(after).filter(
    ([field, to]) => to !== undefined && JSON.stringify(to) !== JSON.stringify(old[field]),
  );
  return Object.fromEntries(
    changed.map(([field, to]) => [field, open.includes(field) ? { from: old[field], to } : {}]),
  );
}

export const isEmpty = (changes: object) => Object.keys(changes).length === 0;
