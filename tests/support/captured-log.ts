import pino from "pino";
import { logOptions } from "@/lib/log";

/** All that this process logs from now on, however little matters. */
export function captureLog() {
  const lines: string[] = [];
  const logger = pino(
    { ...logOptions, level: "trace" },
    { write: (line: string) => void lines.push(line) },
  );
  Reflect.set(globalThis, Symbol.for("mostrador.log"), logger);
  return lines;
}
