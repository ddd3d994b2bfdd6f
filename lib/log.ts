import pino, { type LoggerOptions } from "pino";
import { hideFields, hideShapes } from "./hidden-fields";
import { hideValues } from "./hidden-values";
import { once } from "./once";
import { requestFacts } from "./request-facts";

/** A text for the log or the console without what may not stand there. */
export const hideSecrets = (text: string) => hideValues(hideShapes(text));

/** How each line is made: what is a secret by its name goes first, then what is one by its form or its value. */
export const logOptions: LoggerOptions = {
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { log: hideFields },
  // They have become plain objects before.
  serializers: { err: (error: unknown) => error },
  mixin: () => {
    const facts = requestFacts();
    return facts ? { requestId: facts.id } : {};
  },
  hooks: { streamWrite: hideSecrets },
};

/** JSON lines on standard output. Never give it bodies, headers or sealed values. */
export const log = () =>
  once("log", () => pino({ ...logOptions, level: process.env.LOG_LEVEL || "info" }));
