export type SignInOutcome = "ok" | "wrong" | "code_needed" | "code_wrong" | "crowded" | "offline";

const mostComings = 3;
const longestPauseS = 20;

/**
 * Signs in through next-auth's own routes. "wrong": e-mail or password; "crowded": too many wait for an answer, although it
 * came again when it was told to; `onWait` hears of that.
 */
export async function signIn(
  email: string,
  password: string,
  code = "",
  onWait = () => {},
): Promise<SignInOutcome> {
  try {
    const csrf = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
    const body = new URLSearchParams({ ...csrf, email, password, code, json: "true" });
    for (let comings = 1; ; comings += 1) {
      const response = await fetch("/api/auth/callback/credentials", { method: "POST", body });
      if (response.ok) return "ok";
      if (response.status === 401) return await readRefusal(response);
      if (response.status !== 429) return "offline";
      const pauseS = Number(response.headers.get("retry-after") ?? Number.NaN);
      if (comings === mostComings || !(pauseS <= longestPauseS)) return "crowded";
      onWait();
      await new Promise((resolve) => setTimeout(resolve, pauseS * 1_000));
    }
  } catch {
    return "offline";
  }
}

async function readRefusal(response: Response): Promise<"wrong" | "code_needed" | "code_wrong"> {
  const { url } = (await response.json()) as { url: string };
  const error = new URL(url, window.location.origin).searchParams.get("error");
  return error === "code_needed" || error === "code_wrong" ? error : "wrong";
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
