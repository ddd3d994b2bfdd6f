import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdLease } from "@/lib/presence/hold-lease";
import { renewMs } from "@/lib/presence/schema";

/** As much of a browser as a lease takes: a tab that is shown or hidden, and a desk that answers. */
function openTab() {
  const page = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const people = [{ user: { id: "b", name: "Beto" }, state: "viewing" as const, expiresAt: 1 }];
  const fetch = (path: string, { body, keepalive }: RequestInit) => {
    const { state } = JSON.parse(String(body)) as { state: string };
    asked.push(`${path.split("/")[3]} ${state}${keepalive ? " keepalive" : ""}`);
    return new Promise((resolve) => {
      answers.push(() => resolve(Response.json({ items: people, nextCursor: null })));
    });
  };
  vi.stubGlobal("window", page);
  vi.stubGlobal("document", document);
  vi.stubGlobal("fetch", fetch);
  return {
    asked,
    people,
    show: (visibilityState: "visible" | "hidden") => {
      document.visibilityState = visibilityState;
      document.dispatchEvent(new Event("visibilitychange"));
    },
    leave: () => page.dispatchEvent(new Event("pagehide")),
    /** What was asked is answered, and what waited for that is asked. */
    settle: async () => {
      await vi.advanceTimersByTimeAsync(0);
      while (answers.length > 0) {
        for (const answer of answers.splice(0)) answer();
        await vi.advanceTimersByTimeAsync(0);
      }
    },
  };
}

let tab: ReturnType<typeof openTab>;
beforeEach(() => {
  vi.useFakeTimers();
  tab = openTab();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("one is announced at once and renewed, and hears each time who is there", async () => {
  const heard: unknown[] = [];
  const lease = holdLease("c1", (people) => heard.push(people));
  await tab.settle();
  expect(tab.asked).toEqual(["c1 viewing"]);
  lease.say("typing");
  lease.say("typing");
  await tab.settle();
  await vi.advanceTimersByTimeAsync(renewMs);
  await tab.settle();
  expect(tab.asked).toEqual(["c1 viewing", "c1 typing", "c1 typing"]);
  expect(heard).toEqual([tab.people, tab.people, tab.people]);
  lease.end();
  await tab.settle();
});

test("whose tab is hidden is gone at once, and back when it is shown", async () => {
  const lease = holdLease("c1", () => {});
  await tab.settle();
  tab.show("hidden");
  expect(tab.asked.at(-1)).toBe("c1 gone keepalive");
  lease.say("typing");
  await vi.advanceTimersByTimeAsync(5 * renewMs);
  await tab.settle();
  expect(tab.asked).toHaveLength(2);
  tab.show("visible");
  await tab.settle();
  expect(tab.asked.slice(2)).toEqual(["c1 typing"]);
  lease.end();
  await tab.settle();
});

test("a page that goes says so once; one that was never shown says nothing", async () => {
  tab.show("hidden");
  const unseen = holdLease("c0", () => {});
  unseen.end();
  await tab.settle();
  expect(tab.asked).toEqual([]);
  tab.show("visible");
  const lease = holdLease("c1", () => {});
  await tab.settle();
  tab.show("hidden");
  tab.leave();
  lease.end();
  await tab.settle();
  expect(tab.asked).toEqual(["c1 viewing", "c1 gone keepalive"]);
});

test("who goes and comes back before he was heard is there in the end", async () => {
  const first = holdLease("c1", () => {});
  await vi.advanceTimersByTimeAsync(0);
  first.end();
  const second = holdLease("c1", () => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.asked).toEqual(["c1 viewing"]);
  await tab.settle();
  expect(tab.asked).toEqual(["c1 viewing", "c1 gone keepalive", "c1 viewing"]);
  second.end();
  await tab.settle();
});
