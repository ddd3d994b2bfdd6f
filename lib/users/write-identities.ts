import { recordAudit } from "@/lib/audit/write";
import type { Admission, Identity, IdentityRefusal } from "@/lib/auth/identity";
import { countRefusal } from "@/lib/auth/record-refused";
import type { Role } from "@/lib/auth/schema";
import { endSessionsOf, type Session, startSession } from "@/lib/auth/sessions";
import { currentNetwork } from "@/lib/auth/slow-tries";
import type { Tx } from "@/lib/db/open";
import { write } from "@/lib/db/store";
import { isAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { insertUser, isLastAdmin } from "./write";
import { takeLink } from "./write-links";

const connectMs = 15 * 60_000;

type From = {
  /** Of the browser that the identity came back to. */
  sessionId: string | undefined;
  invitation: string | undefined;
};

type Known = { id: string; email: string; name: string; role: Role; active: 0 | 1 };

/**
 * Whom an identity lets in: the user it is connected to. It gets connected by a session that asked for that, or by an
 * invitation; an equal e-mail alone connects nothing. `settle` does, in the same transaction, what follows for somebody
 * whose role changed.
 */
export const admitIdentity = (
  identity: Identity,
  from: From,
  settle: (tx: Tx, userId: string) => Promise<void>,
): Promise<Admission> =>
  write(async (tx): Promise<Admission> => {
    const known = await findOwner(tx, identity);
    const asking = from.sessionId ? await takeConnecting(tx, from.sessionId) : undefined;
    if (identity.email === null) return refuse(tx, "unverified", known?.id ?? asking);
    if (asking) {
      if (known && known.id !== asking) return refuse(tx, "taken", asking);
      if (!known) await connect(tx, identity, asking);
      return { connected: true };
    }
    const owner = known ?? (await findNewOwner(tx, identity, from.invitation));
    if (typeof owner === "string") return refuse(tx, owner, null);
    if (!owner.active) return refuse(tx, "disabled", owner.id);
    await followRole(tx, owner, identity.role, settle);
    const sessionId = await startSession(tx, owner.id, "oidc");
    return { user: { id: owner.id, email: owner.email, name: owner.name, sessionId } };
  });

/** The next identity that comes back to this session's browser becomes its user's. */
export async function askToConnect(session: Session) {
  await write((tx) =>
    tx
      .updateTable("sessions")
      .set({ connect_until: Date.now() + connectMs })
      .where("id", "=", session.id)
      .execute(),
  );
}

const findOwner = (tx: Tx, { issuer, subject }: Identity): Promise<Known | undefined> =>
  tx
    .selectFrom("identities")
    .innerJoin("users", "users.id", "identities.user_id")
    .select(["users.id", "users.email", "users.name", "users.role", "users.active"])
    .where("issuer", "=", issuer)
    .where("subject", "=", subject)
    .executeTakeFirst();

/** Who wants his account connected, once, and only while the session that asked still lives. */
async function takeConnecting(tx: Tx, sessionId: string): Promise<string | undefined> {
  const now = Date.now();
  const row = await tx
    .updateTable("sessions")
    .set({ connect_until: null })
    .where("id", "=", sessionId)
    .where("expires_at", ">", now)
    .where("connect_until", ">", now)
    .returning("user_id")
    .executeTakeFirst();
  return row?.user_id;
}

async function findNewOwner(
  tx: Tx,
  identity: Identity,
  invitation: string | undefined,
): Promise<Known | IdentityRefusal> {
  const invited = invitation && (await findInvited(tx, invitation));
  if (invited) {
    await connect(tx, identity, invited);
    return readUser(tx, invited);
  }
  const email = identity.email ?? "";
  const namesake = await tx
    .selectFrom("users")
    .select("id")
    .where("email", "=", email)
    .executeTakeFirst();
  if (namesake) return "not_linked";
  if (!identity.role) return "not_invited";
  const [local = email] = email.split("@");
  const made = { email, name: identity.name ?? local.slice(0, 100), role: identity.role };
  const id = await insertUser(
    tx,
    { ...made, passwordHash: "", active: true, projectIds: [] },
    null,
  );
  await connect(tx, identity, id);
  return readUser(tx, id);
}

/** An invitation that has ended leaves its owner where he would be without it. */
async function findInvited(tx: Tx, token: string): Promise<string | undefined> {
  try {
    return (await takeLink(tx, token, "invitation")).userId;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

const readUser = (tx: Tx, id: string): Promise<Known> =>
  tx
    .selectFrom("users")
    .select(["id", "email", "name", "role", "active"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();

async function connect(tx: Tx, { issuer, subject }: Identity, userId: string) {
  await tx
    .insertInto("identities")
    .values({ issuer, subject, user_id: userId, created_at: Date.now() })
    .execute();
  await recordAudit(tx, {
    action: "identity.linked",
    actorId: userId,
    subject: { kind: "user", id: userId },
    detail: { issuer },
  });
}

/** The provider's word counts at each sign-in; without one the role stays as it is, and the last admin stays one. */
async function followRole(
  tx: Tx,
  owner: Known,
  role: Role | null,
  settle: (tx: Tx, userId: string) => Promise<void>,
) {
  if (!role || role === owner.role) return;
  if (owner.role === "admin" && (await isLastAdmin(tx, owner.id))) {
    log().warn({ userId: owner.id, role }, "The provider names another role for the last admin");
    return;
  }
  await tx
    .updateTable("users")
    .set({ role, updated_at: Date.now() })
    .where("id", "=", owner.id)
    .execute();
  await recordAudit(tx, {
    action: "user.changed",
    actorId: owner.id,
    subject: { kind: "user", id: owner.id },
    detail: { role: { from: owner.role, to: role }, by: "oidc" },
  });
  await endSessionsOf(tx, owner.id);
  await settle(tx, owner.id);
}

async function refuse(tx: Tx, refused: IdentityRefusal, userId: string | null | undefined) {
  const times = countRefusal("oidc", `${refused} ${currentNetwork()}`);
  if (times !== null)
    await recordAudit(tx, {
      action: "session.refused",
      actorId: null,
      result: "refused",
      ...(userId ? { subject: { kind: "user" as const, id: userId } } : {}),
      detail: { method: "oidc", because: refused, times },
    });
  return { refused };
}
