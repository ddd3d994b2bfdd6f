import { expect, onTestFinished } from "vitest";
import type { BulkClose, BulkItem } from "@/lib/bulk-closes/schema";
import type { ProjectChange } from "@/lib/projects/input";
import { findIds } from "./conversation-rows.ts";
import { openDeskWithJelou } from "./jelou-desk.ts";
import type { Person } from "./people.ts";
import type { EngineName } from "./stores.ts";

/** The machine may be busy: what is waited for comes, however late. */
export const patiently = { timeout: 15_000, interval: 10 };

/** A desk with a Jelou whose conversations are closed many at a time. */
export async function openBulkDesk(settings: Record<string, string> = {}, engine?: EngineName) {
  const base = await openDeskWithJelou(settings, engine);
  const { sandbox, project, admin, agent } = base;

  /** Conversations of as many customers, in the order of their ids here. */
  async function greetMany(
    count: number,
    opening: Partial<Parameters<typeof sandbox.startConversation>[0]> = {},
  ) {
    const opened = [];
    for (let n = 0; n < count; n += 1) {
      const userId = `user-${crypto.randomUUID()}`;
      const common = { projectId: project.jelouProjectId, botId: "bot", userId };
      opened.push(sandbox.startConversation({ ...common, ...opening }));
      // More webhooks at once than a server's backlog takes would be lost.
      if (n % 100 === 99) await sandbox.settle();
    }
    await sandbox.settle();
    const ids = await findIds(opened.map((jelou) => jelou.id));
    return opened.map((jelou) => ({ jelou, id: ids.get(jelou.id)! }));
  }

  const bulk = (input: object, person: Person = agent) =>
    person.post("/api/bulk-closes", { message: null, undoMs: 0, ...input });

  const job = async (id: string, person: Person = admin, query = "?limit=1000") =>
    (await person.get(`/api/bulk-closes/${id}${query}`)).body as BulkClose;

  /** Waits until the job has come to this, and gives its counts. */
  const jobBecomes = async (
    id: string,
    state: BulkClose["state"],
    meanwhile?: () => Promise<unknown>,
  ) => {
    const read = async () => {
      await meanwhile?.();
      return (await job(id, admin, "?limit=1")).state;
    };
    await expect.poll(read, patiently).toBe(state);
    return job(id);
  };

  /** The items of a job by their conversations. */
  const itemsOf = async (id: string) =>
    new Map<string, BulkItem>((await job(id)).items.map((item) => [item.conversationId, item]));

  const closeCalls = () => sandbox.callsTo("close");
  const usersCalled = () => closeCalls().map((call) => (call.body as { userId: string }).userId);

  /** Rules of the project that hold for one test. */
  async function withRules(rules: ProjectChange, usual: ProjectChange, id = project.id) {
    const { status, body } = await admin.patch(`/api/projects/${id}`, rules);
    expect(status, JSON.stringify(body)).toBe(200);
    onTestFinished(async () => {
      await admin.patch(`/api/projects/${id}`, usual);
    });
  }

  return {
    ...base,
    greetMany,
    bulk,
    job,
    jobBecomes,
    itemsOf,
    closeCalls,
    usersCalled,
    withRules,
  };
}

export const idsOf = (given: { id: string }[]) => given.map(({ id }) => id);
