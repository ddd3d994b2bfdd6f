/**
 * One value per process. Next bundles instrumentation and route handlers apart, each with its own copy of every
 * module: what both need must hang on globalThis.
 */
export function once<T>(name: string, make: () => T): T {
  const shelf = globalThis as unknown as Record<symbol, T>;
  const key = Symbol.for(`mostrador.${name}`);
  if (!(key in shelf)) shelf[key] = make();
  return shelf[key] as T;
}
