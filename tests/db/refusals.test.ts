import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { eraseContact } from "@/lib/conversations/write-erasure";
import { db } from "@/lib/db/store";
import { deliveryParams } from "@/lib/deliveries/input";
import { getDelivery, listDeliveries } from "@/lib/deliveries/read";
import { forgetRefusals } from "@/lib/deliveries/write-retention";
import { lookAtDisks } from "@/lib/disk-space";
import { env } from "@/lib/env";
import { takeTallies } from "@/lib/webhooks/refusal-tally";
import { writeRefusals } from "@/lib/webhooks/write-refusals";
import { messagePayload } from "../support/payloads.ts";
import { admin, deliver, insertProject } from "../support/records.ts";
import { refuse } from "../support/refuse.ts";
import { onEachEngine } from "../support/stores.ts";

const day = 86_400_000;
const list = async () =>
  (await listDeliveries(admin(), deliveryParams.parse({ verdict: "refused", limit: 100 }))).items;

afterEach(() => {
  vi.useRealTimers();
  takeTallies();
});

onEachEngine(() => {
  test("what strangers posted is kept for a day, what a project of ours refused as long as bodies are", async () => {
    await insertProject("p1");
    for (const days of [0, 2]) {
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - days * day });
      refuse("p1", "p1");
      refuse("stranger");
      await writeRefusals();
      vi.useRealTimers();
    }
    expect(await forgetRefusals(Date.now() - 30 * day)).toBe(true);
    const kept = (await list()).map((item) => item.projectId);
    expect(kept.toSorted()).toEqual([null, "p1", "p1"].toSorted());
  });

  test("whatever is posted, a sample of it takes little room", async () => {
    await insertProject("p1");
    for (const body of ["\u0001", "\u009f", '"', "\n", "ñ"])
      refuse("p1", "p1", body.repeat(100_000));
    for (const body of ["\u0001", '"', "\n"]) refuse("stranger", undefined, body.repeat(100_000));
    await writeRefusals();
    const rows = await db().selectFrom("refusals").select(["project_id", "sample"]).execute();
    for (const { project_id, sample } of rows)
      expect(sample!.length).toBeLessThan(project_id === null ? 1_200 : 3_600);
    expect(rows).toHaveLength(2);
  });

  test("on a disk that is nearly full refusals are counted and write nothing until there is room", async () => {
    await insertProject("p1");
    const room = env().minFreeBytes;
    const limit = async (bytes: number) => {
      Object.assign(env(), { minFreeBytes: bytes });
      await lookAtDisks();
    };
    onTestFinished(() => limit(room));
    await limit(Number.MAX_SAFE_INTEGER);
    for (let times = 0; times < 3; times += 1) refuse("p1", "p1");
    await writeRefusals();
    expect(await list()).toEqual([]);
    await limit(room);
    await writeRefusals();
    const [item] = await list();
    expect(await getDelivery(admin(), item!.id)).toMatchObject({ count: 3, samples: [] });
  });

  test("refused ones are added up by hour, with three samples of half a KiB at most", async () => {
    await insertProject("p1");
    for (let n = 0; n < 3; n += 1) {
      for (let times = 0; times < 100; times += 1) {
        refuse("p1", "p1");
        refuse(`stranger-${n}-${times}`);
      }
      await writeRefusals();
    }
    const items = await list();
    const own = items.filter((item) => item.projectId === "p1");
    expect(own).toMatchObject([{ count: 300, reason: "signature" }]);
    expect(items.length).toBeLessThanOrEqual(22);
    const whole = await getDelivery(admin(), own[0]!.id);
    if (whole.verdict !== "refused") throw new Error("It is a refusal.");
    expect(whole.samples.map((sample) => sample.body.length)).toEqual([512, 512, 512]);
    expect(JSON.stringify(whole)).not.toContain("canary");
    await deliver(messagePayload({ contact: "u1" }));
    await eraseContact(admin(), "p1", "u1");
    expect(await getDelivery(admin(), own[0]!.id)).toMatchObject({ count: 300, samples: [] });
  });

  test("what can't be written down is counted still, and once", async () => {
    await insertProject("p1");
    refuse("p1", "p1");
    await db().schema.alterTable("refusals").renameTo("away").execute();
    await expect(writeRefusals()).rejects.toThrow();
    refuse("p1", "p1");
    await db().schema.alterTable("away").renameTo("refusals").execute();
    await writeRefusals();
    await writeRefusals();
    expect(await list()).toMatchObject([{ count: 2 }]);
  });
});
