import pLimit from "p-limit";
import { recordAudit } from "@/lib/audit/write";
import { hashPassword } from "@/lib/auth/hash-password";
import type { Locale } from "@/lib/auth/schema";
import type { Scope } from "@/lib/auth/scope";
import { endSessionsOf } from "@/lib/auth/sessions";
import { currentNetwork } from "@/lib/auth/slow-tries";
import type { Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { env } from "@/lib/env";
import { AppError, notFound } from "@/lib/errors";
import { log } from "@/lib/log";
import { canMail, sendMail } from "@/lib/mail/send-mail";
import { once } from "@/lib/once";
import { composeLinkMail } from "./compose-link-mail";
import { digestToken, newToken } from "./make-token";
import { requireAdmin, requireAnother } from "./read";
import { digestOf, getLink, overLink } from "./read-links";
import type { OneTimeLink, UserLink } from "./schema";

const hourMs = 3_600_000;
const lives = { invitation: 7 * 24 * hourMs, password_reset: hourMs };
/** Asked for by whoever knows an address: more than these in an hour are mailed to nobody. */
const mostAsked = { perUser: 3, perNetwork: 20 };

type LinkUser = { id: string; email: string; name: string; locale: string | null };

/**
 * An invitation while the user has no way in, else a new password. By mail where the desk can mail; else, or when that
 * fails, this answer is the only place that ever shows it. @throws AppError forbidden, not_found, conflict
 */
export async function makeLink(scope: Scope, userId: string, locale: Locale): Promise<UserLink> {
  requireAdmin(scope);
  requireAnother(scope, userId);
  const { user, link } = await write(async (tx) => {
    const user = await tx
      .selectFrom("users")
      .select(["id", "email", "name", "locale", "active", "password_hash"])
      .where("id", "=", userId)
      .executeTakeFirstOrThrow(() => notFound("user"));
    if (!user.active) throw new AppError("conflict", "This user is disabled. Enable them first.");
    const identity = await tx
      .selectFrom("identities")
      .select("subject")
      .where("user_id", "=", userId)
      .executeTakeFirst();
    const purpose = user.password_hash === "" && !identity ? "invitation" : "password_reset";
    return { user, link: await insertLink(tx, user.id, purpose, scope.agentId) };
  });
  const sent = canMail() ? await mailLink(user, link, locale) : undefined;
  const { purpose, expiresAt } = link;
  if (sent === "sent") return { purpose, expiresAt, mailed: true, url: null, mailFailure: null };
  return { purpose, expiresAt, mailed: false, url: link.url, mailFailure: sent ?? null };
}

/** Does its work after it returns, so that the time an answer takes doesn't tell who has an account. */
export function askForReset(email: string, locale: Locale) {
  if (!canMail() || !mayAsk(currentNetwork())) return;
  const line = once("reset-mails", () => pLimit(2));
  if (line.pendingCount > 200) return;
  void line(() => new Promise(setImmediate).then(() => mailReset(email, locale))).catch(
    (error: unknown) => log().error({ err: error }, "A password reset could not be made"),
  );
}

/** Ends all sessions of the user; his second factor stays. @throws AppError not_found as `getLink` */
export async function setPasswordByLink(token: string, password: string) {
  await getLink(token);
  const password_hash = await hashPassword(password);
  await write(async (tx) => {
    const { userId, purpose } = await takeLink(tx, token);
    await tx
      .updateTable("users")
      .set({ password_hash, updated_at: Date.now() })
      .where("id", "=", userId)
      .execute();
    await endSessionsOf(tx, userId);
    const subject = { kind: "user" as const, id: userId };
    if (purpose === "password_reset")
      await recordAudit(tx, { action: "password.reset", actorId: userId, subject });
  });
}

/** Takes a link once, of however many that try, and ends the user's others. @throws AppError not_found as `getLink` */
export async function takeLink(tx: Tx, token: string, purpose?: OneTimeLink["purpose"]) {
  const now = Date.now();
  let query = tx
    .updateTable("one_time_links")
    .set({ used_at: now })
    .where("token_hash", "=", digestOf(token))
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .where("user_id", "in", tx.selectFrom("users").select("id").where("active", "=", 1));
  if (purpose) query = query.where("purpose", "=", purpose);
  const row = await query.returning(["user_id", "purpose"]).executeTakeFirst();
  if (!row) throw overLink();
  await endLinks(tx, row.user_id);
  if (row.purpose === "invitation")
    await recordAudit(tx, {
      action: "invitation.taken",
      actorId: row.user_id,
      subject: { kind: "user", id: row.user_id },
    });
  return { userId: row.user_id, purpose: row.purpose };
}

/** From now on no link of the user's works, or none that was asked for by whoever knows his address. */
export async function endLinks(tx: Tx, userId: string, which: "all" | "asked" = "all") {
  const now = Date.now();
  let query = tx
    .updateTable("one_time_links")
    .set({ expires_at: now })
    .where("user_id", "=", userId)
    .where("used_at", "is", null)
    .where("expires_at", ">", now);
  if (which === "asked") query = query.where("created_by", "is", null);
  await query.execute();
}

async function insertLink(
  tx: Tx,
  userId: string,
  purpose: OneTimeLink["purpose"],
  createdBy: string | null,
) {
  const now = Date.now();
  const token = newToken();
  const expiresAt = now + lives[purpose];
  await tx
    .deleteFrom("one_time_links")
    .where("expires_at", "<", now - 24 * hourMs)
    .execute();
  await endLinks(tx, userId, createdBy === null ? "asked" : "all");
  await tx
    .insertInto("one_time_links")
    .values({
      token_hash: digestToken(token)!,
      purpose,
      user_id: userId,
      created_by: createdBy,
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute();
  await recordAudit(tx, {
    action: purpose === "invitation" ? "invitation.made" : "password.reset_asked",
    actorId: createdBy,
    subject: { kind: "user", id: userId },
  });
  const page = purpose === "invitation" ? "invitation" : "reset";
  // In the fragment, which browsers send to nobody: it is in no log and no Referer.
  return { purpose, expiresAt, url: `${env().appUrl.origin}/${page}#token=${token}` };
}

const mailLink = (
  { name, email, locale }: LinkUser,
  { purpose, url }: { purpose: OneTimeLink["purpose"]; url: string },
  fallback: Locale,
) =>
  sendMail(
    composeLinkMail((locale as Locale | null) ?? fallback, {
      purpose,
      to: { name, address: email },
      url,
      desk: env().appUrl.host,
    }),
  );

/** Only who has a password can lose it: an invitation isn't ended by a stranger, and single sign-on isn't gone round. */
async function mailReset(email: string, locale: Locale) {
  const made = await write(async (tx) => {
    const user = await tx
      .selectFrom("users")
      .select(["id", "email", "name", "locale"])
      .where("email", "=", email)
      .where("active", "=", 1)
      .where("password_hash", "!=", "")
      .executeTakeFirst();
    if (!user) return undefined;
    const asked = await tx
      .selectFrom("one_time_links")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("user_id", "=", user.id)
      .where("created_by", "is", null)
      .where("created_at", ">", Date.now() - hourMs)
      .executeTakeFirstOrThrow();
    if (Number(asked.count) >= mostAsked.perUser) return undefined;
    return { user, link: await insertLink(tx, user.id, "password_reset", null) };
  });
  if (made) await mailLink(made.user, made.link, locale);
}

/** Counted in this process alone: it spares the mail server, and nobody is told. */
function mayAsk(network: string): boolean {
  const asks = once("reset-asks", () => new Map<string, number[]>());
  const since = Date.now() - hourMs;
  if (asks.size > 10_000) asks.clear();
  const recent = (asks.get(network) ?? []).filter((at) => at > since);
  if (recent.length >= mostAsked.perNetwork) return false;
  asks.set(network, [...recent, Date.now()]);
  return true;
}
