import { spawnSync } from "node:child_process";
import { rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type SmallDisk = {
  wrap: (command: string[], dataDir: string) => string[];
  /** Where this process finds the folder that the desk calls its DATA_DIR. */
  seenAs: (dataDir: string, pid: number) => string;
  /** Leaves so little room. */
  fill: (dataDir: string, pid: number, leftBytes: number) => void;
  makeRoom: (dataDir: string, pid: number) => void;
  what: string;
};

const megabytes = 32;
const shell = (script: string) => (command: string[], dataDir: string) => [
  "sh",
  "-c",
  script,
  dataDir,
  ...command,
];
const privately = process.getuid?.() === 0 ? ["-m"] : ["-r", "-m"];
const mount = `mount -t tmpfs -o size=${megabytes}m tmpfs`;
const seenAs = (dataDir: string, pid: number) => `/proc/${pid}/root${dataDir}`;

/** A file system of its own, which nobody else sees and which goes with the process. */
const ownDisk: SmallDisk = {
  what: `a disk of ${megabytes} MB`,
  wrap: (command, dataDir) => [
    "unshare",
    ...privately,
    ...shell(`${mount} "$0" && exec "$@"`)(command, dataDir),
  ],
  seenAs,
  fill: (dataDir, pid, leftBytes) => {
    const folder = seenAs(dataDir, pid);
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(join(folder, "filler"), Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
  },
  makeRoom: (dataDir, pid) => rmSync(join(seenAs(dataDir, pid), "filler")),
};

/** Where nothing may be mounted: no file may grow over a limit, which the system takes for much the same. */
const fileLimit: SmallDisk = {
  what: "a limit on the size of files",
  wrap: (command) => command,
  seenAs: (dataDir) => dataDir,
  fill: (_dataDir, pid) => limit(pid, `${2 * 1024 * 1024}:`),
  makeRoom: (_dataDir, pid) => limit(pid, "unlimited:"),
};

const limit = (pid: number, bytes: string) => {
  const { status, stderr } = spawnSync("sh", ["-c", `prlimit --pid ${pid} --fsize=${bytes}`]);
  if (status !== 0) throw new Error(`The limit could not be set. ${stderr}`);
};

const works = (program: string, parameters: string[]) =>
  spawnSync(program, parameters, { stdio: "ignore" }).status === 0;

/** Undefined where the machine lets us do neither. */
export function findSmallDisk(): SmallDisk | undefined {
  if (works("unshare", [...privately, "sh", "-c", `${mount} /tmp`])) return ownDisk;
  return works("sh", ["-c", "prlimit --version"]) ? fileLimit : undefined;
}
