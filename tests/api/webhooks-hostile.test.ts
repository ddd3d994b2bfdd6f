import { expect, test } from "vitest";
import { hostileBodies } from "../support/hostile-bodies.ts";
import { openDeskWithJelou } from "../support/jelou-desk.ts";
import { startPayload } from "../support/payloads.ts";
import { postWebhook } from "../support/post-webhook.ts";

const { agent } = await openDeskWithJelou();

test.each(Object.entries(hostileBodies))(
  "%s is answered without a fault of ours",
  async (_name, body) => {
    const { status, body: answer } = await postWebhook(body);
    expect(status).toBe(200);
    expect(answer.status).toMatch(/^(stored|quarantined)$/);
    expect((await postWebhook(body)).body.status).toBe("duplicate");
  },
);

test("afterwards the list is whole, and the next webhook is stored as ever", async () => {
  const { body } = await postWebhook(startPayload({ conversation: "afterwards" }));
  expect(body.status).toBe("stored");
  const list = await agent.get("/api/conversations?status=all&limit=100");
  expect(list.status).toBe(200);
  for (const { id } of list.body.items) {
    expect((await agent.get(`/api/conversations/${id}`)).status).toBe(200);
    expect((await agent.get(`/api/conversations/${id}/messages`)).status).toBe(200);
  }
});
