import pino from "pino";
import { once } from "./once";

/** JSON lines on standard output. Never give it bodies, headers or sealed values. */
export const log = () =>
  once("log", () =>
    pino({
      level: process.env.LOG_LEVEL || "info",
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ["password", "authorization", "cookie", "*.password", "*.authorization", "*.cookie"],
        censor: "[hidden]",
      },
    }),
  );
