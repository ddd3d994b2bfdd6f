import { log } from "@/lib/log";
import { startLoop } from "@/lib/loop";
import { releaseStaleStarts } from "./write-start";

const everyMs = 30_000;

/** Says of starts whose desk died in the middle of the call that nobody knows what came of them. */
export const startStartSweeper = () =>
  startLoop(
    async () => {
      await releaseStaleStarts();
      return everyMs;
    },
    (error) =>
      log().error({ err: error }, "Starts without an end could not be looked for; it tries again"),
    everyMs,
  );
