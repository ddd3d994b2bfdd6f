import { recordExport } from "@/lib/audit-log/write";
import { logFilter } from "@/lib/close-log/input";
import { readWholeLog } from "@/lib/close-log/read";
import { csvColumns } from "@/lib/close-log/to-csv";
import { route } from "@/lib/http/route";
import { streamCsv } from "@/lib/http/stream-csv";

export const GET = route(
  { query: logFilter, roles: ["admin", "supervisor"] },
  async ({ scope, query }) => {
    const pages = await readWholeLog(scope, query);
    await recordExport(scope, "closes", query);
    return streamCsv("closes", csvColumns, pages);
  },
);
