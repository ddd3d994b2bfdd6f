// Measures what the desk promises, each figure beside a limit or a peer of the same run.
// npm run bench -- [--only ingest,lists] [--quick] [--json FILE]
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { endEverything } from "./cleaning";
import { ensureBuild } from "./ensure-build";
import { asJson, type Figure, printSection, type Section } from "./figures";
import { bulk } from "./measures/bulk";
import { close } from "./measures/close";
import { dialog } from "./measures/dialog";
import { fanOut } from "./measures/fan-out";
import { ingest } from "./measures/ingest";
import { measureLists } from "./measures/lists";
import { memory } from "./measures/memory";
import { scripts } from "./measures/scripts";
import { send } from "./measures/send";
import { soak } from "./measures/soak";
import { startUp } from "./measures/start-up";
import { thread } from "./measures/thread";
import { uploads } from "./measures/uploads";
import type { Plan } from "./plan";

const measures: Record<string, (plan: Plan) => Promise<Figure[]>> = {
  ingest,
  "fan-out": fanOut,
  close,
  send,
  bulk,
  dialog,
  thread,
  uploads,
  "start-up": startUp,
  memory,
  scripts,
  lists: measureLists,
  soak,
};

/** Takes a quarter of an hour by itself, so only who asks for it gets it. */
const onlyIfAsked = ["soak"];

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    quick: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
const wanted =
  options.only?.split(",") ?? Object.keys(measures).filter((name) => !onlyIfAsked.includes(name));
const unknown = wanted.filter((name) => !Object.hasOwn(measures, name));
if (unknown.length > 0) {
  console.error(`No such measure: ${unknown.join(", ")}. There are ${Object.keys(measures)}.`);
  process.exit(1);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void endEverything().then(() => process.exit(1)));
}

const sections: Section[] = [];
let failed = false;
try {
  ensureBuild();
  for (const name of wanted) {
    try {
      const figures = await measures[name]!({ quick: options.quick });
      sections.push({ measure: name, figures });
      printSection({ measure: name, figures });
    } catch (error) {
      failed = true;
      console.error(`\n${name} could not be measured:`, error);
    }
    await endEverything();
  }
} finally {
  await endEverything();
}
if (options.json) writeFileSync(options.json, `${JSON.stringify(asJson(sections), null, 2)}\n`);
process.exit(failed ? 1 : 0);
