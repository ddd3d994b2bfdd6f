import { createHmac, timingSafeEqual } from "node:crypto";
import type { Selectable } from "kysely";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { findChanges, isEmpty } from "@/lib/audit/find-changes";
import { recordAudit } from "@/lib/audit/write";
import { requireOwnPassword } from "@/lib/auth/find-by-password";
import { hashPassword } from "@/lib/auth/hash-password";
import type { Scope } from "@/lib/auth/scope";
import { endSessionsOf, type Session } from "@/lib/auth/sessions";
import { removeSecondFactor } from "@/lib/auth/write-second-factor";
import type { Tx } from "@/lib/db/open";
import type { Database } from "@/lib/db/schema";
import { store, write } from "@/lib/db/store";
import { env } from "@/lib/env";
import { AppError, notFound } from "@/lib/errors";
import { appendLive } from "@/lib/live/write";
import type { accountChange, NewUser, passwordChange, setupInput, UserChange } from "./input";
import { getUser, parsePreferences, requireAdmin, requireAnother } from "./read";
import { removeIdentities } from "./write-disconnection";
import { endLinks } from "./write-links";

/** @throws AppError forbidden; conflict when the e-mail is taken; bad_input for a project that doesn't exist */
export async function createUser(scope: Scope, input: NewUser) {
  requireAdmin(scope);
  const passwordHash = input.password === undefined ? "" : await hashPassword(input.password);
  const id = await write((tx) => insertUser(tx, { ...input, passwordHash }, scope.agentId));
  return getUser(scope, id);
}

/**
 * A new role or password, a disabling, a second factor or an identity taken away and `signOut` end the user's sessions.
 * `settle` does, in the same transaction, what follows from it for what he has in hand. @throws AppError not_found;
 * conflict, also for what lets an admin himself in: that takes his password, under Preferences
 */
export async function changeUser(
  scope: Scope,
  id: string,
  change: UserChange,
  settle: (tx: Tx) => Promise<void>,
) {
  requireAdmin(scope);
  const password_hash =
    change.password === undefined ? undefined : await hashPassword(change.password);
  await write(async (tx) => {
    const row = await tx
      .selectFrom("users")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow(() => notFound("user"));
    const readdressed = change.email !== undefined && change.email !== row.email;
    const changesWayIn =
      readdressed || password_hash || change.secondFactor === false || change.identity === false;
    if (changesWayIn) requireAnother(scope, id);
    const active = change.active === undefined ? row.active : change.active ? 1 : 0;
    const role = change.role ?? row.role;
    if (row.role === "admin" && row.active && (role !== "admin" || !active))
      await keepAnAdmin(tx, id);
    if (readdressed) await requireFreeEmail(tx, change.email!);
    await tx
      .updateTable("users")
      .set({
        email: change.email ?? row.email,
        name: change.name ?? row.name,
        role,
        active,
        password_hash: password_hash ?? row.password_hash,
        updated_at: Date.now(),
      })
      .where("id", "=", id)
      .execute();
    const projects = change.projectIds ? await setProjects(tx, id, change.projectIds) : {};
    await noteChange(tx, scope, row, change, projects);
    if (password_hash || readdressed || !active) await endLinks(tx, id);
    const losesFactor = change.secondFactor === false && row.totp_since !== null;
    if (losesFactor) await removeSecondFactor(tx, id, scope.agentId);
    const losesIdentity =
      change.identity === false && (await removeIdentities(tx, id, scope.agentId));
    if (change.signOut) await noteSignOut(tx, scope, id);
    const losesWayIn = password_hash || !active || losesFactor || losesIdentity;
    if (losesWayIn || role !== row.role || change.signOut) await endSessionsOf(tx, id);
    else await appendLive(tx, [{ kind: "user", user_id: id }]);
    await settle(tx);
  });
  return getUser(scope, id);
}

/** His other tabs and devices hear of it. */
export async function changeAccount(
  { user }: Session,
  { preferences, ...change }: z.output<typeof accountChange>,
) {
  await write(async (tx) => {
    const row = await tx
      .selectFrom("users")
      .select("preferences")
      .where("id", "=", user.id)
      .executeTakeFirstOrThrow(() => notFound("user"));
    const stored = { ...parsePreferences(row.preferences), ...preferences };
    await tx
      .updateTable("users")
      .set({
        ...change,
        ...(preferences ? { preferences: JSON.stringify(stored) } : {}),
        updated_at: Date.now(),
      })
      .where("id", "=", user.id)
      .execute();
    await appendLive(tx, [{ kind: "user", user_id: user.id }]);
  });
}

/** Ends the user's other sessions. @throws AppError bad_input when the current password is wrong */
export async function changeOwnPassword(session: Session, input: z.output<typeof passwordChange>) {
  await requireOwnPassword(session.user, input.current, "current");
  const password_hash = await hashPassword(input.next);
  await write(async (tx) => {
    await tx
      .updateTable("users")
      .set({ password_hash, updated_at: Date.now() })
      .where("id", "=", session.user.id)
      .execute();
    await endLinks(tx, session.user.id);
    await endSessionsOf(tx, session.user.id, session.id);
    const subject = { kind: "user", id: session.user.id } as const;
    await recordAudit(tx, { action: "password.changed", actorId: session.user.id, subject });
  });
}

/** Works while there are no users, the same on every process of one database. */
export const setupToken = () =>
  createHmac("sha256", env().nextAuthSecret).update(`setup:${store().epoch}`).digest("base64url");

/** Makes the first admin, once. @throws AppError forbidden for a wrong token; conflict when there are users */
export async function setUp(input: z.output<typeof setupInput>) {
  const digest = (text: string) => createHmac("sha256", "setup").update(text).digest();
  if (!timingSafeEqual(digest(input.token), digest(setupToken()))) {
    throw new AppError(
      "forbidden",
      "This set-up link is not valid. The current one is in the log of the desk.",
    );
  }
  await createFirstAdmin(input);
}

/** @throws AppError conflict when there are users already */
export async function createFirstAdmin(input: { email: string; name: string; password: string }) {
  const passwordHash = await hashPassword(input.password);
  await write(async (tx) => {
    const anybody = await tx.selectFrom("users").select("id").limit(1).executeTakeFirst();
    if (anybody) throw new AppError("conflict", "The desk is set up already. Sign in.");
    const first = { role: "admin" as const, active: true, projectIds: [] };
    await insertUser(tx, { ...input, ...first, passwordHash }, null);
  });
}

/** `byId`: null for who is made by nobody. An empty `passwordHash` is no password: nothing matches it. */
export async function insertUser(
  tx: Tx,
  input: Omit<NewUser, "password"> & { passwordHash: string },
  byId: string | null,
) {
  await requireFreeEmail(tx, input.email);
  const id = uuid();
  const now = Date.now();
  await tx
    .insertInto("users")
    .values({
      id,
      email: input.email.toLowerCase(),
      name: input.name,
      role: input.role,
      password_hash: input.passwordHash,
      active: input.active ? 1 : 0,
      created_at: now,
      updated_at: now,
    })
    .execute();
  const projects = await setProjects(tx, id, input.projectIds);
  await recordAudit(tx, {
    action: "user.created",
    actorId: byId,
    subject: { kind: "user", id },
    detail: { role: input.role, active: input.active, ...projects },
  });
  await appendLive(tx, [{ kind: "user", user_id: id }], now);
  return id;
}

/** Which came and which went, for the audit log. */
async function setProjects(tx: Tx, userId: string, projectIds: string[]) {
  const wanted = [...new Set(projectIds)];
  const known = await tx
    .selectFrom("projects")
    .select("id")
    .where("id", "in", [...wanted, ""])
    .execute();
  if (known.length < wanted.length) {
    throw new AppError("bad_input", "One of these projects doesn't exist.", {
      fields: { projectIds: ["One of these projects doesn't exist."] },
    });
  }
  const gone = await tx
    .deleteFrom("user_projects")
    .where("user_id", "=", userId)
    .returning("project_id")
    .execute();
  const before = gone.map((row) => row.project_id);
  if (wanted.length > 0) {
    const rows = wanted.map((projectId) => ({ user_id: userId, project_id: projectId }));
    await tx.insertInto("user_projects").values(rows).execute();
  }
  const added = wanted.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !wanted.includes(id));
  return {
    ...(added.length > 0 ? { projectsAdded: added } : {}),
    ...(removed.length > 0 ? { projectsRemoved: removed } : {}),
  };
}

/** A new password is told of as such; who writes down the same again has changed nothing. */
async function noteChange(
  tx: Tx,
  { agentId }: Scope,
  row: Selectable<Database["users"]>,
  {
    projectIds: _projectIds,
    secondFactor: _secondFactor,
    identity: _identity,
    signOut: _signOut,
    ...change
  }: UserChange,
  projects: object,
) {
  const before = { ...row, active: row.active === 1 };
  const changes = findChanges(before, change, ["role", "active"]);
  if (isEmpty(changes) && isEmpty(projects)) return;
  await recordAudit(tx, {
    action: "user.changed",
    actorId: agentId,
    subject: { kind: "user", id: row.id },
    detail: { ...(isEmpty(changes) ? {} : { changes }), ...projects },
  });
}

const noteSignOut = (tx: Tx, { agentId }: Scope, id: string) =>
  recordAudit(tx, {
    action: "session.ended",
    actorId: agentId,
    subject: { kind: "user", id },
    detail: { everywhere: true },
  });

async function requireFreeEmail(tx: Tx, email: string) {
  const taken = await tx
    .selectFrom("users")
    .select("id")
    .where("email", "=", email.toLowerCase())
    .executeTakeFirst();
  if (!taken) return;
  throw new AppError("conflict", "There is a user with this e-mail already.", {
    fields: { email: ["There is a user with this e-mail already."] },
  });
}

async function keepAnAdmin(tx: Tx, id: string) {
  if (await isLastAdmin(tx, id))
    throw new AppError("conflict", "This is the last admin. Make another one first.");
}

/** Of one who is an active admin; in a writing transaction, where nobody else changes that meanwhile. */
export async function isLastAdmin(tx: Tx, id: string): Promise<boolean> {
  const other = await tx
    .selectFrom("users")
    .select("id")
    .where("role", "=", "admin")
    .where("active", "=", 1)
    .where("id", "!=", id)
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}
