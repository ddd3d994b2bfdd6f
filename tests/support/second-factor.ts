import { TOTP } from "otpauth";
import { expect, vi } from "vitest";
import { type Person, password } from "./people.ts";

/** What an authenticator does, half a minute later each time: a step's code is taken once. */
export function nextCode(secret: string) {
  vi.setSystemTime(Date.now() + 30_000);
  return new TOTP({ secret }).generate();
}

/** Switches it on; the clock stands from then on. */
export async function switchOn(person: Person) {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const begun = await person.post("/api/account/second-factor");
  expect(begun.status).toBe(200);
  const { secret } = begun.body as { secret: string };
  const proof = { code: nextCode(secret), password };
  const answer = await person.put("/api/account/second-factor", proof);
  expect(answer.status).toBe(200);
  return { secret, recoveryCodes: answer.body.recoveryCodes as string[] };
}
