import { startChild } from "../child";
import type { JelouCommands } from "./jelou-process";
import type { LoadCommands } from "./load-process";
import type { ViewerCommands } from "./viewers-process";

export const startLoad = () =>
  startChild<LoadCommands>(new URL("./load-process.ts", import.meta.url));

export const startViewers = () =>
  startChild<ViewerCommands>(new URL("./viewers-process.ts", import.meta.url));

export const startJelou = () =>
  startChild<JelouCommands>(new URL("./jelou-process.ts", import.meta.url));
