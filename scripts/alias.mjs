// Lets Node run the TypeScript of this project directly: "@/x" is the root's x, and endings may be left out.
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("../", import.meta.url);

if (!module.registerHooks) {
  console.error(
    `This needs Node 22 or newer and got ${process.version}. Start it through npm, which brings its own.`,
  );
  process.exit(1);
}

module.registerHooks({
  resolve(specifier, context, nextResolve) {
    const local = specifier.startsWith("@/") || /^\.{1,2}\//.test(specifier);
    if (!local || !/\.tsx?$/.test(context.parentURL ?? "")) return nextResolve(specifier, context);
    const url = specifier.startsWith("@/")
      ? new URL(specifier.slice(2), root)
      : new URL(specifier, context.parentURL);
    const path = fileURLToPath(url);
    const file = [path, `${path}.ts`, `${path}.tsx`].find(
      (each) => /\.\w+$/.test(each) && existsSync(each),
    );
    if (file?.endsWith(".json")) {
      return {
        url: pathToFileURL(file).href,
        format: "json",
        importAttributes: { type: "json" },
        shortCircuit: true,
      };
    }
    return nextResolve(file ? pathToFileURL(file).href : specifier, context);
  },
});
