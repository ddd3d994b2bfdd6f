"use client";

import { useSyncExternalStore } from "react";

/** Whether ⌘ is where others have Ctrl; in the browser alone. */
export const isMac = () => /mac|iphone|ipad/i.test(navigator.platform);

const never = () => () => {};

/** The same for what the server draws as well. */
export const useIsMac = () => useSyncExternalStore(never, isMac, () => false);
