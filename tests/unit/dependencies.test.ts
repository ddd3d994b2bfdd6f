import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const readText = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), "utf8");
const read = (file: string): unknown => JSON.parse(readText(file));

type Locked = {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};
type Overrides = { [name: string]: string | Overrides };

const manifest = read("package.json") as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Overrides;
  allowScripts: Record<string, boolean>;
};
const { packages } = read("package-lock.json") as { packages: Record<string, Locked> };
const installed = Object.entries(packages)
  .filter(([path]) => path !== "")
  .map(([path, locked]) => ({ path, name: path.split("node_modules/").at(-1)!, ...locked }));

const copiesOf = (name: string) => installed.filter((each) => each.name === name);
const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Never below these, in no copy that anything brings along; a copy of an older line has the floor of its line. */
const floors: [name: string, why: string, ...versions: string[]][] = [
  ["next", "code execution from afar below it", "16.4.1"],
  ["react", "goes with next", "19.3.1"],
  ["react-dom", "goes with next", "19.3.1"],
  ["next-auth", "an @ that only looks like one passed its check of addresses", "4.24.15"],
  ["zod", "what everything that comes in is checked by", "4.6.7"],
  ["nodemailer", "addresses read wrongly, SMTP commands and headers smuggled in", "9.0.1"],
  ["jose", "endless unpacking of an encrypted token", "4.15.5", "6.0.0"],
  ["cookie", "characters that begin another cookie", "0.7.0"],
  ["postcss", "comments read as rules", "8.4.31"],
  ["nanoid", "ids that could be foretold", "3.3.8"],
  ["preact", "JSON taken for elements", "10.28.2"],
  ["uuid", "writes beyond a buffer that is given", "11.1.1", "14.0.0"],
  ["better-sqlite3", "the first with its binaries inside", "13.0.0"],
  ["pg", "what PostgreSQL is reached by", "8.16.0"],
  ["kysely", "what every query goes through", "0.28.0"],
  ["ipaddr.js", "what private addresses are told by", "2.3.0"],
  ["otpauth", "what second factors are checked by", "9.3.0"],
  ["@node-rs/argon2", "what passwords are kept by", "2.0.2"],
  ["@fastify/busboy", "what uploads are read by", "3.0.0"],
];

function isAtLeast(version: string, floor: string) {
  const [a, b] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  for (let n = 0; n < 3; n += 1) if (a![n] !== b![n]) return a![n]! > b![n]!;
  return true;
}

/** Of several floors the highest that isn't of a later major line. */
function floorFor(version: string, versions: string[]) {
  const major = (text: string) => Number(text.split(".")[0]);
  return versions.findLast((floor) => major(floor) <= major(version)) ?? versions[0]!;
}

test("there is something to look at", () => {
  expect(installed.length).toBeGreaterThan(300);
});

test("every version that we ask for is one version, and it is the one that is installed", () => {
  const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(asked.filter(([, version]) => !exact.test(version))).toEqual([]);
  const other = asked.filter(
    ([name, version]) => packages[`node_modules/${name}`]?.version !== version,
  );
  expect(other).toEqual([]);
  const flat = (overrides: Overrides): string[] =>
    Object.values(overrides).flatMap((each) => (typeof each === "string" ? each : flat(each)));
  expect(flat(manifest.overrides).filter((version) => !exact.test(version))).toEqual([]);
});

test.each(floors)("%s: %s", (name, _why, ...versions) => {
  const copies = copiesOf(name);
  expect(copies.length).toBeGreaterThan(0);
  const old = copies.filter(
    ({ version }) => !isAtLeast(version ?? "0.0.0", floorFor(version ?? "0.0.0", versions)),
  );
  expect(old.map(({ path, version }) => `${path} ${version}`)).toEqual([]);
});

test("every package is proven by its hash, comes from the registry, and the lockfile names no host", () => {
  const wrong = installed.filter(
    ({ integrity = "", resolved, link, version = "" }) =>
      !/^sha512-[\w+/]{86}==$/.test(integrity) || resolved || link || !exact.test(version),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
  const specs = installed.flatMap(({ dependencies, optionalDependencies }) =>
    Object.values({ ...dependencies, ...optionalDependencies }),
  );
  expect(
    specs.filter((spec) => /^(git|https?|file|link|workspace|github)\b|\//.test(spec)),
  ).toEqual([]);
});

test("what runs at the installation is allowed or refused by its name, and no name is left over", () => {
  const { allowScripts } = manifest;
  const running = new Set(
    installed.filter((each) => each.hasInstallScript).map(({ name }) => name),
  );
  expect([...running].filter((name) => !Object.hasOwn(allowScripts, name))).toEqual([]);
  const names = Object.entries(allowScripts);
  expect(names.filter(([name, isAllowed]) => isAllowed && !running.has(name))).toEqual([]);
  expect(names.filter(([name]) => copiesOf(name).length === 0)).toEqual([]);
});

test("the image has the Node that is tried here", () => {
  const dockerfile = readText("deploy/Dockerfile");
  const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]);
  expect(new Set(images)).toEqual(new Set([`node:${manifest.devDependencies.node}-slim`]));
});
