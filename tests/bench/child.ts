import { type ChildProcess, fork } from "node:child_process";
import { endWithRun } from "./cleaning";
import { root } from "./root";

// biome-ignore lint/suspicious/noExplicitAny: each process has commands of its own types
type Commands = Record<string, (input: any) => unknown>;

export type Child<C extends Commands> = {
  pid: number;
  ask: <K extends keyof C & string>(
    command: K,
    ...input: Parameters<C[K]>
  ) => Promise<Awaited<ReturnType<C[K]>>>;
  stop: () => Promise<void>;
};

type Question = { id: number; command: string; input: unknown };
type Answer = { id: number; result?: unknown; error?: string };

/** Starts `file` as a process of its own, so that its work isn't counted as that of whoever is measured. */
export function startChild<C extends Commands>(
  file: URL,
  env: Record<string, string> = {},
): Child<C> {
  const child = fork(file, {
    execArgv: ["--import", new URL("scripts/alias.mjs", root).href],
    env: { ...process.env, ...env },
    serialization: "advanced",
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  const stop = endWithRun(() => endChild(child));
  child.on("message", (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.on("exit", (code) => {
    for (const [id, settle] of waiting)
      settle({ id, error: `${file.pathname} ended with ${code}` });
  });
  let lastId = 0;
  const ask = (command: string, input?: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(error)),
      );
      child.send({ id, command, input } satisfies Question);
    });
  return { pid: child.pid ?? 0, ask: ask as Child<C>["ask"], stop };
}

/** The other end, in the process that was started. */
export function answerCommands(commands: Commands) {
  const answer = async ({ id, command, input }: Question) => {
    try {
      process.send?.({ id, result: await commands[command]?.(input) } satisfies Answer);
    } catch (error) {
      process.send?.({ id, error: String(error) } satisfies Answer);
    }
  };
  process.on("message", (question: Question) => void answer(question));
  process.on("disconnect", () => process.exit(0));
}

function endChild(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  return ended;
}
