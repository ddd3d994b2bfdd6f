"use client";

import { useSyncExternalStore } from "react";

export type DesktopPermission = NotificationPermission | "unsupported";

/** Whether this browser lets the desk show notifications; nothing is asked here. */
export const readPermission = (): DesktopPermission =>
  "Notification" in window ? Notification.permission : "unsupported";

const listeners = new Set<() => void>();

export const useDesktopPermission = () => useSyncExternalStore(follow, readPermission, () => null);

/** To be called by a press of the agent's alone. */
export async function askForPermission() {
  if (readPermission() !== "default") return readPermission();
  const answer = await Notification.requestPermission();
  for (const listener of listeners) listener();
  return answer;
}

function follow(listener: () => void) {
  listeners.add(listener);
  // It may be given or taken away in the browser's own settings.
  let status: PermissionStatus | undefined;
  if ("permissions" in navigator) {
    navigator.permissions.query({ name: "notifications" }).then(
      (found) => {
        status = found;
        if (listeners.has(listener)) status.addEventListener("change", listener);
      },
      () => {},
    );
  }
  return () => {
    listeners.delete(listener);
    status?.removeEventListener("change", listener);
  };
}
