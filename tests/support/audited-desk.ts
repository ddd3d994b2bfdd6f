import type { AuditEntry } from "@/lib/audit/schema";
import { withRequestFacts } from "@/lib/request-facts";
import { openDeskToConnect } from "./connect-desk.ts";
import { type Answer, hire } from "./people.ts";

const facts = { id: "request-of-the-test", address: "203.0.113.7", userAgent: "Browser 1.0" };

/** A desk whose audit log is looked at. */
export async function openAuditedDesk() {
  const base = await openDeskToConnect();
  const { admin, project } = base;

  const list = async (query = ""): Promise<AuditEntry[]> =>
    (await admin.get(`/api/audit${query}`)).body.items;
  const newest = async () => Number((await list("?limit=1"))[0]!.id);

  return {
    ...base,
    adminId: (await admin.get("/api/account")).body.id as string,
    supervisor: await hire(admin, "supervisor", [project.id], "Susana Supervisora"),
    toProject: `/api/projects/${project.id}`,
    list,
    /** What a call leaves in the log. */
    leaves: async (call: () => Promise<Answer>) => {
      const before = await newest();
      const answer = await withRequestFacts(facts, call);
      const rows = (await list("?limit=100")).filter(({ id }) => Number(id) > before);
      return { answer, rows };
    },
  };
}

export type AuditedDesk = Awaited<ReturnType<typeof openAuditedDesk>>;
