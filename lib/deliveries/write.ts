import { recordAudit } from "@/lib/audit/write";
import { type Scope, seesProject } from "@/lib/auth/scope";
import { write } from "@/lib/db/store";
import { notFound } from "@/lib/errors";
import { requireAdmin } from "@/lib/users/read";
import { replay } from "@/lib/webhooks/write-replay";
import { getDelivery } from "./read";
import type { DeliveryDetail } from "./schema";

/** @throws AppError forbidden, not_found, conflict that says why it can't be taken yet, or not any more */
export async function replayDelivery(scope: Scope, id: string): Promise<DeliveryDetail> {
  requireAdmin(scope);
  await write(async (tx) => {
    const row = await tx
      .selectFrom("deliveries")
      .innerJoin("projects", "projects.id", "deliveries.project_id")
      .selectAll("deliveries")
      .select("projects.jelou_project_id as jelouProjectId")
      .where("deliveries.id", "=", id)
      .executeTakeFirst();
    if (!row || !seesProject(scope, row.project_id)) throw notFound("delivery");
    const { verdict, event } = await replay(tx, row, row.jelouProjectId, scope.agentId);
    await recordAudit(tx, {
      action: "delivery.replayed",
      actorId: scope.agentId,
      subject: { kind: "delivery", id },
      projectId: row.project_id,
      detail: { kind: event.kind, verdict },
    });
  });
  return getDelivery(scope, id);
}
