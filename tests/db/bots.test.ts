import { expect, test } from "vitest";
import { listBots } from "@/lib/conversations/read-bots";
import { closePayload, startPayload } from "../support/payloads.ts";
import { agentOf, deliver, insertProject } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

const base = Date.now() - 3_600_000;
let conversations = 0;

/** What Jelou posts of a bot's conversation, with what the bot was called then. */
function seen(id: string, name: string | null, at: number, project = "p1") {
  conversations += 1;
  const parts = { project, conversation: `c${conversations}`, contact: `u${conversations}` };
  const bot = { id, name };
  return {
    start: { ...startPayload({ ...parts, at }), bot },
    close: { ...closePayload({ ...parts, at: at + 1 }), bot },
  };
}

const bots = () => listBots(agentOf("p1"), "p1");

onEachEngine(() => {
  test("each bot is there once, by the name it had last", async () => {
    await insertProject("p1");
    await insertProject("p2");
    const closed = seen("sales", "Ventas nueva", base + 5_000);
    await deliver(
      seen("sales", "Ventas", base).start,
      closed.start,
      closed.close,
      seen("sales", "Ventas vieja", base - 5_000).start,
      seen("sales", null, base + 7_000).start,
      seen("after-sales", "Álvaro", base).start,
      seen("nameless", null, base).start,
      seen("theirs", "Ajeno", base, "p2").start,
    );
    expect(await bots()).toEqual([
      { id: "after-sales", name: "Álvaro" },
      { id: "nameless", name: null },
      { id: "sales", name: "Ventas nueva" },
    ]);
  });

  test("a bot that has been silent while hundreds of conversations went by keeps its name", async () => {
    await insertProject("p1");
    await deliver(seen("silent", "Antiguo", base - 2_000).start);
    await deliver(seen("silent", "Algo menos antiguo", base - 1_000).start);
    const starts = Array.from({ length: 600 }, (_, n) => seen("busy", `Nombre ${n}`, base + n));
    await deliver(...starts.map(({ start }) => start));
    expect(await bots()).toEqual([
      { id: "silent", name: "Algo menos antiguo" },
      { id: "busy", name: "Nombre 599" },
    ]);
  });

  test("there are at most a hundred, and none in a project without conversations", async () => {
    await insertProject("p1");
    expect(await bots()).toEqual([]);
    const starts = Array.from({ length: 130 }, (_, n) => seen(`bot-${n + 100}`, null, base));
    await deliver(...starts.map(({ start }) => start));
    expect((await bots()).map((bot) => bot.id)).toEqual(
      Array.from({ length: 100 }, (_, n) => `bot-${n + 100}`),
    );
  });
});
