import type { Tx } from "@/lib/db/open";
import { AppError } from "@/lib/errors";

/** Another id at Jelou, for a project that was added with a wrong one. @throws AppError conflict */
export async function requireJelouId(tx: Tx, projectId: string, jelouProjectId: string) {
  const other = await tx
    .selectFrom("projects")
    .select("id")
    .where("jelou_project_id", "=", jelouProjectId)
    .executeTakeFirst();
  if (other?.id === projectId) return;
  if (other) throw refuse("There is a project with this Jelou project id already.");
  const conversation = await tx
    .selectFrom("conversations")
    .select("id")
    .where("project_id", "=", projectId)
    .limit(1)
    .executeTakeFirst();
  if (conversation)
    throw refuse("Its conversations belong to the id that it has. Add another project instead.");
}

const refuse = (message: string) =>
  new AppError("conflict", message, { fields: { jelouProjectId: [message] } });
