import { startChild } from "../child";
import type { AgentCommands } from "./agents-process";
import type { JelouCommands } from "./jelou-process";
import type { LoadCommands } from "./load-process";
import type { ViewerCommands } from "./viewers-process";

export const startLoad = () =>
  startChild<LoadCommands>(new URL("./load-process.ts", import.meta.url));

export const startViewers = () =>
  startChild<ViewerCommands>(new URL("./viewers-process.ts", import.meta.url));

export const startJelou = () =>
  startChild<JelouCommands>(new URL("./jelou-process.ts", import.meta.url));

export const startAgents = () =>
  startChild<AgentCommands>(new URL("./agents-process.ts", import.meta.url));
