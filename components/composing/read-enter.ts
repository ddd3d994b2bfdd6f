import type { Preferences } from "@/lib/users/schema";

type Press = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

/**
 * What Enter does in a field one writes in: send, send and close, no more than a new line (null), or nothing at all.
 * Ctrl+Enter closes elsewhere, so that it must not send where Enter does. A screen's own keyboard has no Shift+Enter.
 */
export function readEnter(
  { key, shiftKey, ctrlKey, metaKey, altKey }: Press,
  sendKey: Preferences["sendKey"],
  isTouched: boolean,
): "send" | "close" | "nothing" | null {
  if (key !== "Enter" || altKey) return null;
  const isHeld = ctrlKey || metaKey;
  if (isHeld && shiftKey) return "close";
  if (isHeld) return sendKey === "ctrl-enter" ? "send" : "nothing";
  return sendKey === "enter" && !shiftKey && !isTouched ? "send" : null;
}
