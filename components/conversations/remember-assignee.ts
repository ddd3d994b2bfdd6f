const keyOf = (userId: string) => `mostrador.list.${userId}.assignee`;

/** Whose conversations this person looked at last, on this machine. */
export function recallAssignee(userId: string): "me" | "none" | undefined {
  try {
    const kept = window.localStorage.getItem(keyOf(userId));
    return kept === "me" || kept === "none" ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** A browser that keeps nothing shows everybody's the next time, and that is all. */
export function rememberAssignee(userId: string, assignee: string | undefined) {
  try {
    if (assignee === undefined) window.localStorage.removeItem(keyOf(userId));
    else window.localStorage.setItem(keyOf(userId), assignee);
  } catch {}
}
