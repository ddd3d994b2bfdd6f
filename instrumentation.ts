export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startDeskOrExit } = await import("./lib/desk");
  await startDeskOrExit();
}
