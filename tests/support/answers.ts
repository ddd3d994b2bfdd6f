import { expect } from "vitest";
import type { Message } from "@/lib/conversations/schema";
import { patiently } from "./bulk-desk.ts";
import type { Sandbox } from "./jelou/sandbox.ts";
import type { Person } from "./people.ts";

type Sent = { user_id: string; value: { id: string; type: string; content: { body?: string } } };

/** Answering a customer as an agent does, and what Jelou got of it. */
export function answersOf(sandbox: Sandbox, agent: Person) {
  const answer = (id: string, text: string, input: object = {}, person = agent) =>
    person.post(`/api/conversations/${id}/messages`, { type: "text", text, ...input });

  const thread = async (id: string, person = agent): Promise<Message[]> =>
    (await person.get(`/api/conversations/${id}/messages?limit=100`)).body.items;

  return {
    answer,
    thread,
    /** An answer that the desk has taken. */
    posted: async (id: string, text: string, input: object = {}, person = agent) => {
      const { status, body } = await answer(id, text, input, person);
      expect([status, body]).toMatchObject([202, { message: { state: "queued" } }]);
      return body.message as Message;
    },
    /** Waits until a message is in this state. */
    becomes: async (conversationId: string, messageId: string, state: string) => {
      const find = async () => (await thread(conversationId)).find(({ id }) => id === messageId);
      await expect.poll(async () => (await find())?.state, patiently).toBe(state);
      return (await find())!;
    },
    /** The calls to send something to a customer, each with what it says. */
    sendsTo: (userId: string) =>
      sandbox.callsTo("send").filter((call) => (call.body as Sent).user_id === userId),
    textsTo: (userId: string) =>
      sandbox
        .callsTo("send")
        .map((call) => call.body as Sent)
        .filter((body) => body.user_id === userId)
        .map((body) => body.value.content.body),
  };
}
