import { renderSVG } from "uqr";
import { recordAudit } from "@/lib/audit/write";
import type { Tx } from "@/lib/db/open";
import { sealedIn } from "@/lib/db/sealed-columns";
import { db, write } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import { seal, unseal } from "@/lib/seal";
import { requireOwnPassword } from "./find-by-password";
import type { SecondFactorConfirmation, SecondFactorEnd } from "./input";
import { hashRecoveryCode, makeRecoveryCode } from "./recovery-code";
import { endSessionsOf, type Session } from "./sessions";
import { slowly } from "./slow-tries";
import { findStep, newSecret, toUri } from "./totp";

const recoveryCodes = 10;

/** A secret for an authenticator. It counts once a code of it has been given. @throws AppError conflict when one does */
export async function beginSecondFactor({ user }: Session) {
  const secret = newSecret();
  const totp_secret = seal(secret, sealedIn("users", user.id, "totp_secret"));
  const { numUpdatedRows } = await write((tx) =>
    tx
      .updateTable("users")
      .set({ totp_secret, totp_last_step: null })
      .where("id", "=", user.id)
      .where("totp_since", "is", null)
      .executeTakeFirstOrThrow(),
  );
  if (numUpdatedRows === 0n) throw isOnAlready();
  const uri = toUri(secret, user.email);
  return { secret, uri, qr: renderSVG(uri, { border: 2 }) };
}

/**
 * Switches it on and ends the user's other sessions. @returns the codes to recover with, which can't be had again
 * @throws AppError bad_input for a wrong code or password; conflict when it is on, or nothing was begun
 */
export async function confirmSecondFactor(
  { id, user }: Session,
  { code, password }: SecondFactorConfirmation,
) {
  const { totp_secret, totp_since, password_hash } = await readUser(db(), user.id);
  if (totp_since !== null) throw isOnAlready();
  if (totp_secret === null) throw new AppError("conflict", "Begin by asking for a secret.");
  if (password_hash !== "") await requireOwnPassword(user, password);
  const codes = await slowly(user.email, "code", () =>
    write(async (tx) => {
      if (!(await takeTotp(tx, user.id, code))) return null;
      const { numUpdatedRows } = await tx
        .updateTable("users")
        .set({ totp_since: Date.now() })
        .where("id", "=", user.id)
        .where("totp_since", "is", null)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw isOnAlready();
      await endSessionsOf(tx, user.id, id);
      const subject = { kind: "user", id: user.id } as const;
      await recordAudit(tx, { action: "second_factor.on", actorId: user.id, subject });
      return replaceCodes(tx, user.id);
    }),
  );
  if (!codes) throw wrongCode();
  return codes;
}

/** New codes to recover with in place of the old ones. @throws AppError bad_input for a wrong code; conflict */
export async function renewRecoveryCodes({ user }: Session, code: string) {
  await requireSecondFactor(user.id);
  const codes = await slowly(user.email, "code", () =>
    write(async (tx) => {
      if (!(await takeEither(tx, user.id, code))) return null;
      const subject = { kind: "user", id: user.id } as const;
      await recordAudit(tx, { action: "recovery_codes.made", actorId: user.id, subject });
      return replaceCodes(tx, user.id);
    }),
  );
  if (!codes) throw wrongCode();
  return codes;
}

/** By the password or a code. @throws AppError bad_input for a wrong one; conflict when it is off */
export async function endSecondFactor({ user }: Session, proof: SecondFactorEnd) {
  await requireSecondFactor(user.id);
  if ("password" in proof) {
    await requireOwnPassword(user, proof.password);
    return write((tx) => removeSecondFactor(tx, user.id, user.id));
  }
  const ended = await slowly(user.email, "code", () =>
    write(async (tx) => {
      if (!(await takeEither(tx, user.id, proof.code))) return null;
      await removeSecondFactor(tx, user.id, user.id);
      return true;
    }),
  );
  if (!ended) throw wrongCode();
}

/** Takes it away from a user who has one; nothing for others. */
export async function removeSecondFactor(tx: Tx, userId: string, actorId: string) {
  const { totp_since } = await readUser(tx, userId);
  await tx
    .updateTable("users")
    .set({ totp_secret: null, totp_since: null, totp_last_step: null })
    .where("id", "=", userId)
    .execute();
  await tx.deleteFrom("recovery_codes").where("user_id", "=", userId).execute();
  if (totp_since === null) return;
  const subject = { kind: "user", id: userId } as const;
  await recordAudit(tx, { action: "second_factor.off", actorId, subject });
}

/** Takes a code of the second factor: each counts once. @returns which it was, or null for a wrong one */
export const takeCode = (userId: string, code: string) =>
  write((tx) => takeEither(tx, userId, code));

async function takeEither(tx: Tx, userId: string, code: string) {
  if (await takeTotp(tx, userId, code)) return "totp";
  return (await takeRecoveryCode(tx, userId, code)) ? "recovery" : null;
}

async function takeTotp(tx: Tx, userId: string, code: string) {
  const digits = code.replaceAll(/\s/g, "");
  const { totp_secret } = await readUser(tx, userId);
  if (!/^\d{6}$/.test(digits) || totp_secret === null) return false;
  const secret = unseal(totp_secret, sealedIn("users", userId, "totp_secret"));
  const step = findStep(secret, digits, Date.now());
  if (step === null) return false;
  const { numUpdatedRows } = await tx
    .updateTable("users")
    .set({ totp_last_step: step })
    .where("id", "=", userId)
    .where((eb) => eb.or([eb("totp_last_step", "is", null), eb("totp_last_step", "<", step)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

async function takeRecoveryCode(tx: Tx, userId: string, code: string) {
  const { numUpdatedRows } = await tx
    .updateTable("recovery_codes")
    .set({ used_at: Date.now() })
    .where("code_hash", "=", hashRecoveryCode(userId, code))
    .where("user_id", "=", userId)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

async function replaceCodes(tx: Tx, userId: string) {
  const codes = Array.from({ length: recoveryCodes }, makeRecoveryCode);
  await tx.deleteFrom("recovery_codes").where("user_id", "=", userId).execute();
  await tx
    .insertInto("recovery_codes")
    .values(
      codes.map((code) => ({
        code_hash: hashRecoveryCode(userId, code),
        user_id: userId,
        used_at: null,
      })),
    )
    .execute();
  return codes;
}

const readUser = (connection: Pick<Tx, "selectFrom">, userId: string) =>
  connection
    .selectFrom("users")
    .select(["totp_secret", "totp_since", "password_hash"])
    .where("id", "=", userId)
    .executeTakeFirstOrThrow();

async function requireSecondFactor(userId: string) {
  const { totp_since } = await readUser(db(), userId);
  if (totp_since === null)
    throw new AppError("conflict", "The second factor is off. Switch it on first.");
}

const isOnAlready = () => new AppError("conflict", "The second factor is on. Switch it off first.");

const wrongCode = () => {
  const words = "This code is wrong, or it has been used. Take the next one.";
  return new AppError("bad_input", words, { fields: { code: [words] } });
};
