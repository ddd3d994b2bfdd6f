/** Leaves for the OpenID provider through next-auth's own route; says why where that can't be. */
export async function goToProvider(
  backTo = "/conversations",
): Promise<"leaving" | "unreachable" | "offline"> {
  try {
    const csrf = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const response = await fetch("/api/auth/signin/oidc", {
      method: "POST",
      body: new URLSearchParams({ csrfToken: csrf.csrfToken, callbackUrl: backTo, json: "true" }),
    });
    const { url } = (await response.json()) as { url: string };
    // An address of our own is next-auth's page of errors.
    if (new URL(url).origin === window.location.origin) return "unreachable";
    window.location.assign(url);
    return "leaving";
  } catch {
    return "offline";
  }
}
