import type { Role } from "@/lib/auth/schema";
import { mintProjectScope, mintScope } from "@/lib/auth/scope";
import { db, write } from "@/lib/db/store";
import { fromJelou } from "@/lib/jelou/from-jelou";
import { type Delivery, storeDeliveries } from "@/lib/webhooks/write";

/** A project of that id, here as at Jelou. */
export async function insertProject(id: string) {
  await db()
    .insertInto("projects")
    .values({
      id,
      name: id,
      jelou_project_id: id,
      gateway_url: "https://gateway.jelou.ai/jelouapi/v1",
      messages_url: "https://chatbot.jelou.ai/v1/external-support/webhook",
      signature_mode: "raw",
      closes_paused: 0,
      created_at: 0,
      updated_at: 0,
    })
    .execute();
  return id;
}

export async function insertUser(id: string, role: Role = "agent") {
  const user = {
    id,
    email: `${id}@example.com`,
    name: id,
    role,
    password_hash: "",
    active: 1,
  } as const;
  await db()
    .insertInto("users")
    .values({ ...user, created_at: 0, updated_at: 0 })
    .execute();
  return id;
}

export const agentOf = (...projectIds: string[]) => mintScope("agent", "agent", projectIds);
export const admin = () => mintScope("admin", "admin", []);

export function delivery(
  payload: { project_id: string } | Buffer,
  receivedAt = Date.now(),
): Delivery {
  const raw = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
  const projectId = Buffer.isBuffer(payload) ? "p1" : payload.project_id;
  return {
    scope: mintProjectScope(projectId),
    raw,
    headers: null,
    reading: fromJelou(raw, projectId),
    receivedAt,
  };
}

/** Stores what Jelou posted, in one transaction. */
export const deliver = (...payloads: Parameters<typeof delivery>[0][]) =>
  write((tx) =>
    storeDeliveries(
      tx,
      payloads.map((payload) => delivery(payload)),
    ),
  );

export const findByJelouId = (jelouId: string) =>
  db()
    .selectFrom("conversations")
    .selectAll()
    .where("jelou_id", "=", jelouId)
    .executeTakeFirstOrThrow();
