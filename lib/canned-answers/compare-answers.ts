import type { CannedAnswer } from "./schema";

/** Databases have alphabets of their own; this one is everybody's. */
const { compare } = new Intl.Collator("es", { numeric: true });

/** By shortcut; of equal ones one's own comes before the project's. */
export const compareAnswers = (a: CannedAnswer, b: CannedAnswer) =>
  compare(a.shortcut, b.shortcut) || Number(a.projectId !== null) - Number(b.projectId !== null);
