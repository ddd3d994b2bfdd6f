import { DeskClient } from "../../scripts/desk-client";
import { adminLogin } from "../support/e2e-desk";
import { type EngineName, hold, onEach, type Plan, type Report } from "./case";
import { databaseOf } from "./desk";
import { callsFor, closeThat, greet, openDeskWithJelou } from "./jelou-desk";

const clicks = 50;

/** Fifty clicks of two people on the same button: one call. */
async function clickTogether(engine: EngineName, { some }: Plan): Promise<Report> {
  const rounds = some(100);
  const { sandbox, desk } = await openDeskWithJelou({ databaseUrl: await databaseOf(engine) });
  const second = new DeskClient(desk.url);
  await second.signIn(adminLogin.email, adminLogin.password);
  const conversations = await greet(sandbox, desk, rounds);
  const statuses = new Map<number, number>();
  const notOnce: number[] = [];
  const unsettled: string[] = [];
  for (const conversation of conversations) {
    const answers = Array.from({ length: clicks }, (_, index) => {
      const { cookie } = index % 2 ? desk.admin : second;
      return fetch(`${desk.url}/api/conversations/${conversation.id}/close`, {
        method: "POST",
        headers: { cookie, "content-type": "application/json" },
        body: '{"message":null,"undoMs":0}',
      }).then(async (answer) => {
        await answer.arrayBuffer();
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      });
    });
    await Promise.all(answers);
    const { state } = await closeThat(
      desk,
      conversation.id,
      (facts) => facts.state === "confirmed",
      10_000,
    );
    if (state !== "confirmed") unsettled.push(state);
    const calls = callsFor(sandbox, conversation).length;
    if (calls !== 1) notOnce.push(calls);
  }
  const accepted = statuses.get(202) ?? 0;
  const conflicts = statuses.get(409) ?? 0;
  await desk.remove();
  return {
    tried: `${rounds} conversations with ${clicks} closes at once each`,
    held: [
      hold(notOnce.length === 0, notOnce.length ? `calls ${notOnce}` : "1 call each"),
      hold(accepted === rounds, `${accepted} taken on`),
      hold(conflicts === rounds * (clicks - 1), `${conflicts} told that it is under way`),
      hold(unsettled.length === 0, unsettled.length ? `left ${unsettled}` : "all confirmed"),
    ],
  };
}

export const closes = onEach("closes", clickTogether);
