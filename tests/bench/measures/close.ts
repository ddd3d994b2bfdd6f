import { setTimeout as sleep } from "node:timers/promises";
import { postJson } from "@/lib/jelou/post-json";
import type { Child } from "../child";
import type { JelouCommands } from "../clients/jelou-process";
import { openConversations } from "../clients/open-conversations";
import { callApi } from "../clients/sign-in";
import { startJelou, startViewers } from "../clients/start-clients";
import { type Watch, watchStream } from "../clients/watch-stream";
import type { Figure } from "../figures";
import type { Plan } from "../plan";
import { projectKeys } from "../project-keys";
import { type Desk, startDesk } from "../servers/start-desk";
import { median, sharedNow } from "../statistics";

/** What the desk adds to Jelou's own time for a close, from the click to "accepted" on the screens. */
export async function close({ quick }: Plan): Promise<Figure[]> {
  const jelou = startJelou();
  const gatewayUrl = await jelou.ask("gatewayUrl");
  const desk = await startDesk({ gatewayUrl });
  const watch = await watchStream(desk.port, desk.cookie, readAccepted);
  const times = quick ? 15 : 60;
  await compare(desk, jelou, watch, gatewayUrl, 0, 5);

  const figures: Figure[] = [];
  for (const delayMs of [0, 50]) {
    const { whole, direct } = await compare(desk, jelou, watch, gatewayUrl, delayMs, times);
    figures.push(
      {
        name: `close to accepted, Jelou taking ${delayMs} ms more (p50)`,
        value: median(whole),
        unit: "ms",
        peer: { name: "the call alone", value: median(direct) },
      },
      {
        name: "  of it the desk's own part (p50)",
        value: median(whole) - median(direct),
        unit: "ms",
        promise: { of: "value", most: 10 },
      },
    );
  }

  const viewers = startViewers();
  const { port, cookie } = desk;
  await viewers.ask("open", { port, cookie, count: 1_000, reading: true });
  const toAll: number[] = [];
  const direct: number[] = [];
  for (let round = 0; round < (quick ? 5 : 20); round += 1) {
    const measured = await toThousand(desk, jelou, viewers, gatewayUrl);
    toAll.push(measured.lastAt);
    direct.push(measured.direct);
  }
  await Promise.all([viewers.stop(), jelou.stop()]);
  watch.close();
  await desk.stop();
  return [
    ...figures,
    {
      name: "desk's own part until 1,000 viewers have it (p50)",
      value: median(toAll) - median(direct),
      unit: "ms",
      promise: { of: "value", most: 40 },
    },
  ];
}

/** Closes through the desk and straight at Jelou, one after the other. */
async function compare(
  desk: Desk,
  jelou: Child<JelouCommands>,
  watch: Watch,
  gatewayUrl: string,
  delayMs: number,
  times: number,
) {
  await jelou.ask("serve", { webhookUrl: desk.url + desk.webhookPath, delayMs });
  const whole: number[] = [];
  const direct: number[] = [];
  const ours = await openConversations(desk, jelou, times);
  const others = await jelou.ask("startConversations", times);
  for (const [index, { deskId }] of ours.entries()) {
    const startedAt = sharedNow();
    await postClose(desk, deskId);
    whole.push((await watch.seen(deskId)) - startedAt);
    direct.push(await callJelou(gatewayUrl, others[index]!));
    // The webhook about the close comes 20 ms after the answer and is no part of either.
    await sleep(40);
  }
  return { whole, direct };
}

/** The id of the conversation whose close a frame tells to be accepted. */
const readAccepted = (frame: string) =>
  /"state":"(?:accepted|confirmed)"/.test(frame)
    ? /"conversationId":"([^"]+)"/.exec(frame)?.[1]
    : undefined;

const postClose = (desk: Desk, id: string) =>
  callApi(desk.url, desk.cookie, "POST", `/api/conversations/${id}/close`, {
    message: { type: "text", text: "Gracias por escribirnos." },
    undoMs: 0,
  });

async function callJelou(gatewayUrl: string, who: { botId: string; userId: string }) {
  const url = new URL(
    `${gatewayUrl}/external-support/${projectKeys.jelouProjectId}/conversations/close`,
  );
  const startedAt = sharedNow();
  const { answer } = await postJson(
    { url, mayBePrivate: true },
    JSON.stringify({
      botId: who.botId,
      userId: who.userId,
      redirectPayload: { type: "text", text: "Gracias por escribirnos." },
    }),
    { headers: { "x-api-key": projectKeys.apiKey }, timeoutMs: 10_000 },
  );
  if (answer?.status !== 200) throw new Error(`Jelou answered ${answer?.body.toString()}`);
  return sharedNow() - startedAt;
}

async function toThousand(
  desk: Desk,
  jelou: Child<JelouCommands>,
  viewers: ReturnType<typeof startViewers>,
  gatewayUrl: string,
) {
  await jelou.ask("serve", { webhookUrl: desk.url + desk.webhookPath, delayMs: 0 });
  const [ours] = await openConversations(desk, jelou, 1);
  const [other] = await jelou.ask("startConversations", 1);
  await sleep(100);
  await viewers.ask("expectText", '"state":"accepted"');
  const startedAt = sharedNow();
  await postClose(desk, ours!.deskId);
  const { lastAt, behind } = await viewers.ask("received", 10_000);
  if (behind > 0) throw new Error(`${behind} viewers did not see the close`);
  await sleep(100);
  return { lastAt: lastAt - startedAt, direct: await callJelou(gatewayUrl, other!) };
}
