/** What somebody has written is kept in his browser, by his id first; none of the parts holds a dot. */
const nameOf = (path: string[]) => ["mostrador.writing", ...path].join(".");

/** A browser that keeps nothing has nothing to give back, and that is all. */
export function keepLocally(path: string[], value: unknown) {
  try {
    window.localStorage.setItem(nameOf(path), JSON.stringify(value));
  } catch {}
}

export function recallLocally(path: string[]): unknown {
  try {
    const text = window.localStorage.getItem(nameOf(path));
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function forgetLocally(path: string[]) {
  try {
    window.localStorage.removeItem(nameOf(path));
  } catch {}
}

/** What is kept under this path, each by the rest of its path. */
export function listLocally(path: string[]): string[][] {
  const start = `${nameOf(path)}.`;
  try {
    return Object.keys(window.localStorage)
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(start.length).split("."));
  } catch {
    return [];
  }
}
