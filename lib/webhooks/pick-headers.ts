/** Shown as they came, as far as they are short; what proves something only by its form. */
const shown = ["content-type", "content-length", "user-agent", "x-request-id"];
const longest = 200;

/** The few headers of a delivery that help to find a fault, none of them with its secret. */
export function pickHeaders(headers: Headers): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of shown) {
    const value = headers.get(name);
    if (value !== null) picked[name] = value.slice(0, longest);
  }
  for (const [name, hide] of Object.entries(hidden)) {
    const value = headers.get(name);
    if (value !== null) picked[name] = hide(value.trim());
  }
  return picked;
}

const hidden: Record<string, (value: string) => string> = {
  "x-jelou-signature": (value) =>
    /^sha256=[0-9a-f]{64}$/i.test(value) ? "sha256=…" : `… (no sha256=, then 64 hex digits)`,
  authorization: (value) => /^(Bearer|Basic) /i.exec(value)?.[0].concat("…") ?? "…",
  "x-api-key": () => "…",
  cookie: () => "…",
};
