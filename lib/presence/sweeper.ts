import { log } from "@/lib/log";
import { startLoop } from "@/lib/loop";
import { endLeases } from "./write";

const everyMs = 2_000;

/** Ends leases when their time has come. */
export const startPresenceSweeper = () =>
  startLoop(
    async () => Math.max(0, Math.min(everyMs, ((await endLeases()) ?? Infinity) - Date.now())),
    (error) =>
      log().error({ err: error }, "Presence could not be brought up to date; it tries again"),
    everyMs,
  );
