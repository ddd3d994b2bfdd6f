import { hash, verify } from "@node-rs/argon2";
import pLimit from "p-limit";
import { once } from "@/lib/once";

/** OWASP's second set for argon2id (19 MiB, 2 passes, 1 lane); the library's default algorithm is argon2id. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** So that a flood of sign-ins can't take the memory and the processor from everybody else. */
const fewAtOnce = once("password-hashes", () => pLimit(4));

export const hashPassword = (password: string) => fewAtOnce(() => hash(password, parameters));

/** No hash, or an empty one, matches nothing. It takes the same time, so that the answer's delay doesn't tell who has an account. */
export async function checkPassword(
  password: string,
  hashed: string | undefined,
): Promise<boolean> {
  const known = hashed || (await decoy());
  const matches = await fewAtOnce(() => verify(known, password).catch(() => false));
  return matches && Boolean(hashed);
}

const decoy = () => once("decoy-hash", () => hashPassword(crypto.randomUUID()));
