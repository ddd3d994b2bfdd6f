import * as z from "zod/mini";
import { templateLanguages } from "@/lib/projects/schema";
import type { Remembered } from "./make-draft";

const remembered = z.object({
  kind: z.enum(["text", "edge", "none"]),
  template: z.nullable(z.object({ id: z.string(), language: z.enum(templateLanguages) })),
  routeId: z.nullable(z.string()),
  reasonId: z.nullable(z.string()),
});

const keyOf = (userId: string, projectId: string) => `mostrador.close.${userId}.${projectId}`;

/** What this person chose last in this project, on this machine. */
export function recallChoice(userId: string, projectId: string): Remembered | null {
  try {
    const text = window.localStorage.getItem(keyOf(userId, projectId));
    return text === null ? null : (remembered.safeParse(JSON.parse(text)).data ?? null);
  } catch {
    return null;
  }
}

/** A browser that keeps nothing has nothing to offer the next time, and that is all. */
export function rememberChoice(userId: string, projectId: string, choice: Remembered) {
  try {
    window.localStorage.setItem(keyOf(userId, projectId), JSON.stringify(choice));
  } catch {}
}
