/** Signs in through next-auth's own routes. @returns "ok", "wrong" (e-mail or password), or "offline" */
export async function signIn(email: string, password: string): Promise<"ok" | "wrong" | "offline"> {
  try {
    const csrf = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      body: new URLSearchParams({ csrfToken: csrf.csrfToken, email, password, json: "true" }),
    });
    if (response.ok) return "ok";
    return response.status === 401 ? "wrong" : "offline";
  } catch {
    return "offline";
  }
}

let leaving = false;

/** From then on what the stream still says is nothing to ask about: the session is over. */
export const isSigningOut = () => leaving;

/** Ends the session here and on the server, and goes to the sign-in. What was being written is kept by the desk alone. */
export async function signOut() {
  leaving = true;
  const { handOverWriting } = await import("@/lib/messages/hand-over-writing");
  await handOverWriting();
  const csrf = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
  await fetch("/api/auth/signout", {
    method: "POST",
    body: new URLSearchParams({ csrfToken: csrf.csrfToken, json: "true" }),
  });
  window.location.assign("/login");
}
