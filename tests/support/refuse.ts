import { countRefusal } from "@/lib/webhooks/refusal-tally";

/** A post that wasn't taken: of a project of ours whose keys were tried, or of a stranger. */
export const refuse = (jelouProjectId: string, projectId?: string, body = "x".repeat(5_000)) =>
  countRefusal({
    jelouProjectId,
    projectId,
    reason: projectId ? "signature" : "unknown_project",
    headers: new Headers({ authorization: "Bearer canary" }),
    raw: Buffer.from(body),
  });
