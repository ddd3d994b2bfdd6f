import { expect, test } from "vitest";
import { openSandbox } from "./open-sandbox.ts";

async function openPage() {
  const opened = await openSandbox();
  const { url } = opened.sandbox;
  return {
    ...opened,
    page: async () => (await fetch(url)).text(),
    post: (path: string, form: Record<string, string>) =>
      fetch(url + path, { method: "POST", body: new URLSearchParams(form), redirect: "manual" }),
  };
}

test("shows conversations and what each customer got, escaped", async () => {
  const { page, close, ana } = await openPage();
  ana({ userName: '<b>"Ana" & co</b>' });
  await close({ redirectPayload: { type: "text", text: "<script>" } });
  const html = await page();
  expect(html).toContain("&lt;b&gt;&quot;Ana&quot; &amp; co&lt;/b&gt;");
  expect(html).toContain("«&lt;script&gt;»");
  expect(html).not.toContain("<script>");
});

test("starts, writes and expires", async () => {
  const { sandbox, post } = await openPage();
  const started = await post("/control/start", { project: "p1", name: "Eva", text: "Hola" });
  expect(started.status).toBe(303);
  const [eva] = sandbox.conversations();
  if (!eva) throw new Error("nothing was started");
  await post("/control/write", { id: eva.id, text: "¿Hay alguien?" });
  await post("/control/expire", { id: eva.id });
  expect(eva).toMatchObject({ user: { name: "Eva" }, status: "closed", endedReason: "EXPIRED" });
  expect(eva.messages.map(({ content }) => content.body)).toEqual(["Hola", "¿Hay alguien?"]);
});

test("sets and clears the fault of the next close", async () => {
  const { sandbox, page, post } = await openPage();
  await post("/control/fault", { fault: "500" });
  expect(sandbox.faults.pending()).toEqual([{ on: "close", status: 500 }]);
  expect(await page()).toContain("&quot;status&quot;:500");
  await post("/control/fault", { fault: "" });
  expect(sandbox.faults.pending()).toEqual([]);
});

test("says no to what it doesn't know", async () => {
  const { sandbox, post } = await openPage();
  expect((await post("/control/explode", {})).status).toBe(404);
  expect((await post("/control/write", { id: "nobody", text: "x" })).status).toBe(400);
  expect(sandbox.calls).toEqual([]);
});
