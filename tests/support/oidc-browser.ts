import { DeskClient } from "../../scripts/desk-client.ts";

/** As much of a browser as it takes to go to the OpenID provider and back: cookies for each of the two, and redirects. */
export function openOidcBrowser(deskUrl: string, cookies: [string, string][] = []) {
  let desk = new Map(cookies);
  const provider = new Map<string, string>();

  async function ask(address: string, init: RequestInit = {}) {
    const jar = address.startsWith(deskUrl) ? desk : provider;
    const headers = new Headers(init.headers);
    headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const answer = await fetch(address, { ...init, headers, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  /** Where the desk sends one: to the provider, or back with an error. */
  async function begin(): Promise<string> {
    const csrf = await ask(`${deskUrl}/api/auth/csrf`);
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, json: "true", callbackUrl: "/conversations" });
    const answer = await ask(`${deskUrl}/api/auth/signin/oidc`, { method: "POST", body });
    return ((await answer.json()) as { url: string }).url;
  }

  /** Through the provider, which no longer knows who was before it, to the address of the desk that it leads back to. */
  async function pass(address: string): Promise<URL> {
    provider.clear();
    let next = new URL(address);
    for (let steps = 0; steps < 8 && next.origin !== deskUrl; steps += 1) {
      const answer = await ask(next.href);
      next = new URL(answer.headers.get("location") ?? "", next);
    }
    return next;
  }

  /** Where one is in the end, and whether somebody is signed in then. */
  async function arrive(callback: URL): Promise<{ at: string; role: string | null }> {
    const answer = await ask(callback.href);
    const { pathname, search } = new URL(answer.headers.get("location") ?? "/", deskUrl);
    const account = await ask(`${deskUrl}/api/account`);
    const role = account.ok ? ((await account.json()) as { role: string }).role : null;
    return { at: pathname + search, role };
  }

  return {
    ask,
    begin,
    pass,
    arrive,
    signIn: async () => arrive(await pass(await begin())),
    /** The desk's cookies as they are, to come back to. */
    keep: () => [...desk] as [string, string][],
    restore: (kept: [string, string][]) => {
      desk = new Map(kept);
    },
  };
}

/** A browser in which somebody is signed in by his password. */
export async function signedInBrowser(deskUrl: string, email: string, password: string) {
  const client = new DeskClient(deskUrl);
  await client.signIn(email, password);
  const cookies = client.cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)] as [string, string];
  });
  return { browser: openOidcBrowser(deskUrl, cookies), client };
}
