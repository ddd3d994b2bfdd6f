/**
 * Which of the browser's tabs is looked at, and what is read in it, told by a lock it holds for as long as that is so:
 * the lock goes with the tab, however that ends.
 */
const nameOf = (userId: string, readingId = "") => `mostrador-front-${userId}/${readingId}`;

/** Whether this tab is seen and takes the keys. */
export const isInFront = () => document.visibilityState === "visible" && document.hasFocus();

/** Tells the other tabs for as long as this one is in front. @returns what ends it */
export function tellFront(userId: string, readingId: string | undefined): () => void {
  if (!("locks" in navigator)) return () => {};
  let release: (() => void) | undefined;
  const update = () => {
    release?.();
    release = undefined;
    if (!isInFront()) return;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    navigator.locks
      .request(nameOf(userId, readingId), { mode: "shared" }, () => held)
      // A page that is going away is in front of nobody.
      .catch(() => {});
  };
  const away = new AbortController();
  document.addEventListener("visibilitychange", update, { signal: away.signal });
  for (const event of ["focus", "blur"])
    window.addEventListener(event, update, { signal: away.signal });
  update();
  return () => {
    away.abort();
    release?.();
  };
}

/** What is in front in this browser, as all of its tabs know it. */
export async function findFront(userId: string) {
  if (!("locks" in navigator)) return { isThere: isInFront(), reads: () => false };
  const { held = [] } = await navigator.locks.query();
  const names = new Set(held.map(({ name }) => name));
  const isThere = [...names].some((name) => name?.startsWith(nameOf(userId)));
  return {
    isThere,
    reads: (conversationId: string) => names.has(nameOf(userId, conversationId)),
  };
}
