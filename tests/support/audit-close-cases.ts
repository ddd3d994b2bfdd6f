import { expect } from "vitest";
import type { Cases } from "./audit-cases.ts";
import type { AuditedDesk } from "./audited-desk.ts";

/** What closes one conversation or many, each with the row that it leaves. */
export function casesOfClosing(desk: AuditedDesk): Cases {
  const { agent, project, greet, close, settles, withFault } = desk;
  const waiting = async () => {
    const { id } = await greet();
    const { body } = await close(id, { undoMs: 10_000 });
    return { id, closeId: body.close.id as string };
  };
  const refusedClose = async () => {
    const { id } = await greet();
    withFault({ on: "close", status: 404, body: { message: "No" } });
    await close(id);
    const settled = await settles(id, "refused");
    return { id, closeId: settled.close!.id };
  };

  const conversation = (id: string, rest: object) => ({
    subject: { kind: "conversation", id, name: null },
    projectId: project.id,
    ...rest,
  });

  return {
    "POST /api/conversations/[id]/close": async () => {
      const { id } = await greet();
      const message = { type: "text", text: "Gracias, Carla" };
      return {
        by: agent,
        call: () => close(id, { message, note: "se quejó", undoMs: 10_000 }),
        wrong: () => close(id, { message: { type: "text", text: "" } }),
        row: conversation(id, {
          action: "close.asked",
          detail: { closeId: expect.any(String), message: "text" },
        }),
      };
    },
    "POST /api/conversations/[id]/mark-closed": async () => {
      const { id } = await greet();
      return {
        by: agent,
        call: () => agent.post(`/api/conversations/${id}/mark-closed`, { note: "ya está" }),
        wrong: () => agent.post(`/api/conversations/${id}/mark-closed`, { note: "" }),
        row: conversation(id, { action: "close.marked", detail: {} }),
      };
    },
    "POST /api/closes/[id]/cancel": async () => {
      const { id, closeId } = await waiting();
      return {
        by: agent,
        call: () => agent.post(`/api/closes/${closeId}/cancel`),
        wrong: () => agent.post("/api/closes/nothing/cancel"),
        row: conversation(id, { action: "close.cancelled", detail: { closeId } }),
      };
    },
    "POST /api/closes/[id]/retry": async () => {
      const { id, closeId } = await refusedClose();
      return {
        by: agent,
        call: () => agent.post(`/api/closes/${closeId}/retry`),
        wrong: () => agent.post("/api/closes/nothing/retry"),
        row: conversation(id, { action: "close.retried", detail: { closeId } }),
      };
    },
    "POST /api/bulk-closes": async () => {
      const ids = [(await greet()).id, (await greet()).id];
      return {
        by: agent,
        call: () => agent.post("/api/bulk-closes", { ids, message: null, undoMs: 10_000 }),
        wrong: () => agent.post("/api/bulk-closes", { ids: [], message: null }),
        row: {
          action: "bulk.asked",
          subject: { kind: "bulk" },
          projectId: project.id,
          detail: { count: 2, message: "none", by: "ids" },
        },
      };
    },
    "POST /api/bulk-closes/[id]/stop": async () => {
      const input = { ids: [(await greet()).id], message: null, undoMs: 10_000 };
      const { body } = await agent.post("/api/bulk-closes", input);
      return {
        by: agent,
        call: () => agent.post(`/api/bulk-closes/${body.id}/stop`),
        wrong: () => agent.post("/api/bulk-closes/nothing/stop"),
        row: {
          action: "bulk.stopped",
          subject: { kind: "bulk", id: body.id },
          projectId: project.id,
          detail: { count: 1 },
        },
      };
    },
    "POST /api/bulk-closes/[id]/retry-failed": async () => {
      const { id } = await greet();
      withFault({ on: "close", status: 404, body: { message: "No" } });
      const input = { ids: [id], message: null, undoMs: 0 };
      const { body } = await agent.post("/api/bulk-closes", input);
      const state = async () => (await agent.get(`/api/bulk-closes/${body.id}`)).body.state;
      await expect.poll(state, { timeout: 15_000 }).toBe("finished");
      return {
        by: agent,
        call: () => agent.post(`/api/bulk-closes/${body.id}/retry-failed`),
        wrong: () => agent.post("/api/bulk-closes/nothing/retry-failed"),
        row: {
          action: "bulk.retried",
          subject: { kind: "bulk", id: body.id },
          detail: { count: 1 },
        },
      };
    },
  };
}
