export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  // The SQLite binding takes an older Node down without a word, so nothing of the desk is loaded before this.
  const { requireNode } = await import("./lib/require-node");
  requireNode(process.versions.node);
  const { startDeskOrExit } = await import("./lib/desk");
  await startDeskOrExit();
}
