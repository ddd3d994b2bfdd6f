import { auditFilter } from "@/lib/audit-log/input";
import { readWholeAudit } from "@/lib/audit-log/read";
import { auditColumns } from "@/lib/audit-log/to-csv";
import { recordExport } from "@/lib/audit-log/write";
import { route } from "@/lib/http/route";
import { streamCsv } from "@/lib/http/stream-csv";

export const GET = route({ roles: ["admin"], query: auditFilter }, async ({ scope, query }) => {
  const pages = readWholeAudit(scope, query);
  await recordExport(scope, "audit", query);
  return streamCsv("audit", auditColumns, pages);
});
