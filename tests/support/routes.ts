import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;
type Route = { path: string; pattern: RegExp; names: string[]; file: string };

/** The real handlers, found by their place under app/api as Next finds them; next-auth's runs in Next only. */
const routes: Route[] = globSync("app/api/**/route.ts", { cwd: root })
  .filter((file) => !file.includes("[..."))
  .map((file) => {
    const path = file.replace(/^app/, "").replace(/\/route\.ts$/, "");
    const names = [...path.matchAll(/\[(\w+)\]/g)].map((match) => match[1]!);
    const pattern = new RegExp(`^${path.replace(/\[\w+\]/g, "([^/]+)")}$`);
    return { path, pattern, names, file: `${root}${file}` };
  })
  // A fixed part goes before one that takes anything.
  .toSorted((a, b) => a.names.length - b.names.length);

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Every method of every route: "GET /api/conversations/[id]". */
export async function listRoutes(): Promise<string[]> {
  const listed = routes.map(async ({ path, file }) => {
    const handlers = (await import(file)) as Record<string, unknown>;
    return methods.filter((method) => method in handlers).map((method) => `${method} ${path}`);
  });
  return (await Promise.all(listed)).flat().toSorted();
}

/** What Next would answer: the handler of the path, 405 for a method that it hasn't, 404 for no such path. */
export async function handle(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const route = routes.find(({ pattern }) => pattern.test(pathname));
  if (!route) return new Response(null, { status: 404 });
  const handlers = (await import(route.file)) as Record<string, Handler | undefined>;
  const handler = handlers[request.method];
  if (!handler) return new Response(null, { status: 405 });
  const values = route.pattern.exec(pathname)!.slice(1).map(decodeURIComponent);
  const params = Object.fromEntries(route.names.map((name, index) => [name, values[index]]));
  return handler(request, { params: Promise.resolve(params) });
}
