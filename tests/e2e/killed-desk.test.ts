import type { Message } from "@/lib/conversations/schema";
import { startDeskWithAdmin } from "../support/e2e-desk.ts";
import { openShop } from "../support/e2e-shop.ts";
import { expect, test } from "../support/e2e-test.ts";

const wait = { timeout: 30_000 };

test("what was acknowledged before a kill -9 is sent after it: in order, and once", async () => {
  test.setTimeout(90_000);
  const desk = await startDeskWithAdmin();
  try {
    const { jelou, greet, onDesk } = await openShop(desk);
    const ana = await greet("Ana", { text: "Hola" });
    const { id } = await onDesk(ana.id);
    const answer = async (text: string) => {
      const input = { type: "text", text, clientId: text };
      const path = `/api/conversations/${id}/messages`;
      return (await desk.admin.call("POST", path, input)).message as Message;
    };
    // Jelou takes the first one and never says so.
    jelou.faults.next({ on: "send", hang: true });
    const texts = ["uno", "dos", "tres", "cuatro"];
    const messages: Message[] = [];
    for (const text of texts) messages.push(await answer(text));
    await expect.poll(() => jelou.callsTo("send").length).toBe(1);
    await desk.kill();
    await desk.start();
    const fromAgents = () =>
      jelou.conversation(ana.id)?.messages.filter(({ from }) => from === "agent") ?? [];
    await expect.poll(() => fromAgents().length, wait).toBe(4);
    expect(fromAgents().map(({ content }) => content.body)).toEqual(texts);
    expect(fromAgents().map((message) => message.id)).toEqual(messages.map((each) => each.id));
    // Whoever lost the answer posts again, and nothing is sent again.
    expect((await answer("cuatro")).id).toBe(messages[3]!.id);
    const { items } = await desk.admin.call("GET", `/api/conversations/${id}/messages`);
    const sent = (items as Message[]).filter(({ direction }) => direction === "out");
    expect(sent.map(({ state }) => state)).toEqual(["sent", "sent", "sent", "sent"]);
    await jelou.close();
  } finally {
    await desk.remove();
  }
});
