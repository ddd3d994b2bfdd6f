import { auditParams } from "@/lib/audit-log/input";
import { listAudit } from "@/lib/audit-log/read";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({ roles: ["admin"], query: auditParams }, async ({ scope, query }) =>
  json(await listAudit(scope, query)),
);
