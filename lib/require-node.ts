const oldest = 22;

/** Ends the process with a clear word when this Node can't carry the desk. */
export function requireNode(version: string) {
  if (Number(version.split(".")[0]) >= oldest) return;
  console.error(
    `The desk needs Node ${oldest} or newer and got ${version}. Start it with "npm start", which brings its own.`,
  );
  process.exit(1);
}
