const mostKept = 5;
const keyOf = (userId: string) => `mostrador-recent-${userId}`;

/** What was last done from the palette, newest first; never which conversation was opened. */
export function readRecent(userId: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

export function rememberEntry(userId: string, id: string) {
  const kept = [id, ...readRecent(userId).filter((each) => each !== id)].slice(0, mostKept);
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing: the list is then in its own order.
  }
}
