/** Talks to a running desk as a browser would: cookies kept, next-auth's sign-in. */
export class DeskClient {
  readonly #address: string;
  #cookies = new Map<string, string>();

  constructor(address: string) {
    this.#address = address;
  }

  async untilReady(timeoutMs = 300_000) {
    const until = Date.now() + timeoutMs;
    while (Date.now() < until) {
      const answer = await fetch(`${this.#address}/api/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`The desk at ${this.#address} did not get ready.`);
  }

  async signIn(email: string, password: string) {
    const csrf = await this.#fetch("/api/auth/csrf", {});
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    const answer = await this.#fetch("/api/auth/callback/credentials", {
      method: "POST",
      body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
    });
    if (!answer.ok) throw new Error(`Signing in as ${email} failed with ${answer.status}.`);
  }

  /** @throws Error with the desk's own words when it refuses */
  async call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const changing = method !== "GET";
    const answer = await this.#fetch(path, {
      method,
      ...(changing
        ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) }
        : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  get cookie() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async #fetch(path: string, init: RequestInit) {
    const headers = new Headers(init.headers);
    headers.set("cookie", this.cookie);
    const answer = await fetch(this.#address + path, { ...init, headers, redirect: "manual" });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }
}
