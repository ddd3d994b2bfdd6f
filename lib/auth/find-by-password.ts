import { db } from "@/lib/db/store";
import { AppError } from "@/lib/errors";
import { checkPassword } from "./hash-password";
import { slowly } from "./slow-tries";

export type SignedInUser = NonNullable<Awaited<ReturnType<typeof findByPassword>>>;

/** Who may sign in with these, or null; wrong ones are answered ever later. @throws AppError too_many_requests */
export const findByPassword = (email: string, password: string) =>
  slowly(email, "account", async () => {
    const user = await db()
      .selectFrom("users")
      .select(["id", "email", "name", "password_hash", "active", "totp_since"])
      .where("email", "=", email)
      .executeTakeFirst();
    const right = await checkPassword(password, user?.active ? user.password_hash : undefined);
    return user && right ? user : null;
  });

/**
 * Of somebody who is signed in; wrong ones slow him down as at the sign-in. `field` is where it was typed.
 * @throws AppError bad_input when it isn't his password; too_many_requests
 */
export async function requireOwnPassword(
  { email }: { email: string },
  password: string | undefined,
  field = "password",
) {
  if (password && (await findByPassword(email, password)) !== null) return;
  const words = "This is not your password.";
  throw new AppError("bad_input", words, { fields: { [field]: [words] } });
}
