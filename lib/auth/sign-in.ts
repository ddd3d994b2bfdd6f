import type { Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { findByPassword, type SignedInUser } from "./find-by-password";
import { recordRefused } from "./record-refused";
import { startSession } from "./sessions";
import { currentNetwork, slowly } from "./slow-tries";
import { takeCode } from "./write-second-factor";
import { rememberNetwork } from "./write-tries";

/** E-mail and password are right, and a code of the second factor is missing or isn't. Its message goes to the form. */
export class CodeWanted extends Error {
  constructor(message: "code_needed" | "code_wrong") {
    super(message);
    this.name = "CodeWanted";
  }
}

/**
 * The user and a new session of his, or null when the e-mail or the password is wrong or the user is disabled. `code` is
 * that of his authenticator or one to recover with. @throws CodeWanted; AppError too_many_requests
 */
export async function signIn(email: string, password: string, code?: string) {
  const user = await findByPassword(email, password);
  if (!user) {
    recordRefused(email, "password");
    return null;
  }
  const secondFactor = user.totp_since === null ? undefined : await askForCode(user, code);
  const network = currentNetwork();
  const sessionId = await write(async (tx) => {
    if (!(await isStillSo(tx, user))) return null;
    await rememberNetwork(tx, user.id, network);
    return startSession(tx, user.id, "password", secondFactor ? { secondFactor } : {});
  });
  if (sessionId === null) return null;
  return { id: user.id, email: user.email, name: user.name, sessionId };
}

async function askForCode(user: SignedInUser, code: string | undefined) {
  if (!code) throw new CodeWanted("code_needed");
  const kind = await slowly(user.email, "code", () => takeCode(user.id, code));
  if (kind) return kind;
  recordRefused(user.email, "code");
  throw new CodeWanted("code_wrong");
}

/** He may have been disabled or given another password while this one was being checked. */
async function isStillSo(tx: Tx, { id, password_hash, totp_since }: SignedInUser) {
  const row = await tx
    .selectFrom("users")
    .select("totp_since")
    .where("id", "=", id)
    .where("active", "=", 1)
    .where("password_hash", "=", password_hash)
    .executeTakeFirst();
  return row !== undefined && (row.totp_since === null || totp_since !== null);
}
