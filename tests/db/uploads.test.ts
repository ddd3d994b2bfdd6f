import { expect, test } from "vitest";
import { write } from "@/lib/db/store";
import { loadUploads } from "@/lib/uploads/read";
import { createUpload, eraseUploads, takeUpload } from "@/lib/uploads/write";
import { agentOf } from "../support/records.ts";
import { onEachEngine } from "../support/stores.ts";

onEachEngine(() => {
  test("an upload is made, becomes part of one message and is erased with its conversation", async () => {
    const agent = agentOf("p1");
    const send = () =>
      createUpload(agent, new Request("http://desk", { method: "POST", body: "hola" }), "a.txt");
    const [{ id }, other] = [await send(), await send()];
    const place = { conversationId: "c1", projectId: "p1", messageId: "m1" };
    const take = () => write((tx) => takeUpload(tx, agent, id, place));
    const taken = await Promise.allSettled(Array.from({ length: 10 }, take));
    expect(taken.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    const rows = await loadUploads([id, other.id, "nothing"]);
    expect([...rows.keys()].toSorted()).toEqual([id, other.id].toSorted());
    expect(rows.get(id)).toMatchObject({ size: 4, delete_after: null, message_id: "m1" });
    await write((tx) => eraseUploads(tx, ["c1"]));
    expect([...(await loadUploads([id, other.id])).keys()]).toEqual([other.id]);
  });
});
