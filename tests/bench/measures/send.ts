import { setTimeout as sleep } from "node:timers/promises";
import { sendMessage } from "@/lib/jelou/send-message";
import type { Child } from "../child";
import type { AgentCommands } from "../clients/agents-process";
import type { JelouCommands } from "../clients/jelou-process";
import { openConversations } from "../clients/open-conversations";
import { openConnection, toRequest } from "../clients/post-connection";
import { startAgents, startJelou, startViewers } from "../clients/start-clients";
import { type Watch, watchStream } from "../clients/watch-stream";
import type { Figure } from "../figures";
import type { Plan } from "../plan";
import { projectKeys } from "../project-keys";
import { type Desk, startDesk } from "../servers/start-desk";
import { startEmptyApp } from "../servers/start-empty-app";
import type { Server } from "../servers/start-server";
import { median, percentile, sharedNow } from "../statistics";

type Talk = Awaited<ReturnType<typeof openConversations>>[number];
type World = {
  desk: Desk;
  empty: Server;
  jelou: Child<JelouCommands>;
  agents: Child<AgentCommands>;
  watch: Watch;
  messagesUrl: URL;
  talks: Talk[];
};

const answerMs = 50;
const people = 20;
/** Messages of one project that are on their way to Jelou at most. */
const atATime = 8;
const shares = [
  ["p50", 0.5],
  ["p95", 0.95],
] as const;

/** What the desk adds to Jelou's own time for a message, from the post to "sent" on the screens, and how many it can take. */
export async function send({ quick }: Plan): Promise<Figure[]> {
  const world = await open();
  const { desk, empty, jelou, agents, watch } = world;
  const times = quick ? 20 : 100;
  await postOneByOne(world, 40);
  const alone = await postOneByOne(world, times);
  const viewers = startViewers();
  const { port, cookie } = desk;
  await viewers.ask("open", { port, cookie, count: 200, reading: true });
  const watched = await postOneByOne(world, times);
  const steady = await postTogether(world, 2, quick ? 5 : 15);
  await viewers.stop();
  const bare = [await callTogether(world, quick ? 300 : 1_000)];
  const flood = await postTogether(world, 20, quick ? 3 : 10);
  bare.push(await callTogether(world, quick ? 300 : 1_000));
  watch.close();
  await Promise.all([jelou.stop(), agents.stop(), empty.stop()]);
  await desk.stop();

  const ownPart = ({ whole, direct }: Singles) => median(whole) - median(direct);
  const promise = { of: "value" as const, most: 10 };
  return [
    ...shares.flatMap(([label, share]) => singleFigures(alone, label, share)),
    { name: "  of it the desk's own part (p50)", value: ownPart(alone), unit: "ms", promise },
    { name: "  and with 200 viewers (p50)", value: ownPart(watched), unit: "ms", promise },
    ...loadFigures(`${people} people, 2 a second each, 200 viewers`, steady, alone.direct),
    {
      name: `${people} people, up to 20 a second each`,
      value: flood.perSecond,
      unit: "messages/s",
      peer: { name: `a bare client, ${atATime} at a time`, value: median(bare) },
      promise: { of: "ratio", least: 0.5 },
    },
    ...shares.map(([label, share]) => ({
      name: `  until the 202 (${label})`,
      value: percentile(flood.answered, share),
      unit: "ms",
    })),
    ...lossFigures(steady, flood),
  ];
}

function singleFigures(singles: Singles, label: string, share: number): Figure[] {
  const figure = (name: string, ours: number[], peer: string, theirs: number[]) => ({
    name: `${name} (${label})`,
    value: percentile(ours, share),
    unit: "ms",
    peer: { name: peer, value: percentile(theirs, share) },
  });
  const { answered, empty, arrived, bareArrived, whole, direct } = singles;
  return [
    figure("a message until its 202", answered, "empty Next handler", empty),
    figure("  until Jelou has it", arrived, "a bare client", bareArrived),
    figure(`  until "sent", Jelou taking ${answerMs} ms`, whole, "a bare client", direct),
  ];
}

const loadFigures = (who: string, { answered, whole }: Load, direct: number[]): Figure[] =>
  shares.flatMap(([label, share]) => [
    { name: `${who}: until the 202 (${label})`, value: percentile(answered, share), unit: "ms" },
    {
      name: `${who}: until "sent" (${label})`,
      value: percentile(whole, share),
      unit: "ms",
      peer: { name: "a bare client alone", value: percentile(direct, share) },
    },
  ]);

const lossFigures = (...loads: Load[]): Figure[] =>
  Object.entries({ lost: "lost", twice: "sent twice", early: "sent before its turn" }).map(
    ([key, name]) => ({
      name: `messages ${name}`,
      value: loads.reduce((sum, load) => sum + load[key as "lost" | "twice" | "early"], 0),
      unit: "messages",
      promise: { of: "value", most: 0 },
    }),
  );

async function open(): Promise<World> {
  const jelou = startJelou();
  const messagesUrl = await jelou.ask("messagesUrl");
  const desk = await startDesk({ gatewayUrl: await jelou.ask("gatewayUrl"), messagesUrl });
  const empty = await startEmptyApp();
  await jelou.ask("serve", { webhookUrl: desk.url + desk.webhookPath, delayMs: answerMs });
  const watch = await watchStream(desk.port, desk.cookie, readSent);
  const talks = await openConversations(desk, jelou, people);
  const agents = startAgents();
  return { desk, empty, jelou, agents, watch, messagesUrl: new URL(messagesUrl), talks };
}

/** The text of the message that a frame tells to be sent. */
const readSent = (frame: string) => /"body":"([^"]*)".*"state":"sent"/.exec(frame)?.[1];

type Singles = Awaited<ReturnType<typeof postOneByOne>>;

/** Through the desk, straight to Jelou and to a handler that does nothing, one after the other, in milliseconds. */
async function postOneByOne(world: World, times: number) {
  const { desk, jelou, agents, watch, talks, empty } = world;
  const { port, cookie } = desk;
  const rounds = [];
  for (let round = 0; round < times; round += 1) {
    const talk = talks[round % talks.length]!;
    const conversationIds = [talk.deskId];
    const posts = await agents.ask("post", {
      port,
      cookie,
      conversationIds,
      each: 1,
      perSecond: 1,
    });
    const post = posts[0]!;
    const seenAt = await watch.seen(post.text);
    await sleep(20);
    rounds.push({
      post,
      seenAt,
      bare: await callJelou(world, talk),
      empty: await timeEmpty(empty),
    });
    await sleep(20);
  }
  const arrivals = new Map((await jelou.ask("sends")).map(({ text, at }) => [text, at]));
  const arrival = (text: string) => arrivals.get(text) ?? Number.NaN;
  return {
    answered: rounds.map(({ post }) => post.answeredAt - post.sentAt),
    empty: rounds.map((each) => each.empty),
    arrived: rounds.map(({ post }) => arrival(post.text) - post.sentAt),
    bareArrived: rounds.map(({ bare }) => arrival(bare.text) - bare.sentAt),
    whole: rounds.map(({ post, seenAt }) => seenAt - post.sentAt),
    direct: rounds.map(({ bare }) => bare.answeredAt - bare.sentAt),
  };
}

/** With the bytes that the desk would send. */
async function callJelou({ messagesUrl }: World, { roomId, botId, userId }: Talk) {
  const { signingSecret, jelouProjectId } = projectKeys;
  const id = crypto.randomUUID();
  const text = `bare ${id}`;
  const sentAt = sharedNow();
  const outcome = await sendMessage(
    { url: messagesUrl, mayBePrivate: true, signingSecret, timeoutMs: 10_000 },
    { jelouProjectId, roomId, botId, userId, id, type: "text", content: { body: text } },
  );
  if (outcome.kind !== "accepted") throw new Error(`Jelou's answer: ${JSON.stringify(outcome)}`);
  return { text, sentAt, answeredAt: sharedNow() };
}

async function timeEmpty({ port }: Server) {
  const connection = await openConnection(port);
  const body = Buffer.from(JSON.stringify({ type: "text", text: "Hola", clientId: "1" }));
  const sentAt = sharedNow();
  await connection.post(toRequest("/api/webhooks/jelou/bench", body));
  const taken = sharedNow() - sentAt;
  connection.close();
  return taken;
}

type Load = Awaited<ReturnType<typeof postTogether>>;

/** Each in a conversation of his own. */
async function postTogether(
  { desk, jelou, agents, watch, talks }: World,
  perSecond: number,
  seconds: number,
) {
  const earlier = (await jelou.ask("sends")).length;
  const { port, cookie } = desk;
  const conversationIds = talks.map(({ deskId }) => deskId);
  const each = perSecond * seconds;
  const posts = await agents.ask("post", { port, cookie, conversationIds, each, perSecond });
  const patience = sleep(60_000, Number.POSITIVE_INFINITY);
  const seen = await Promise.all(
    posts.map(({ text }) => Promise.race([watch.seen(text), patience])),
  );
  const sends = (await jelou.ask("sends")).slice(earlier);
  const different = new Set(sends.map(({ text }) => text)).size;
  const took = sends.at(-1)!.at - sends[0]!.at + answerMs;
  return {
    answered: posts.map(({ sentAt, answeredAt }) => answeredAt - sentAt),
    whole: posts.map(({ sentAt }, index) => seen[index]! - sentAt),
    perSecond: (sends.length * 1_000) / took,
    lost: posts.length - different,
    twice: sends.length - different,
    early: countEarly(sends),
  };
}

type Sends = Awaited<ReturnType<JelouCommands["sends"]>>;

/** Those that came before the one before them, in the order of their conversation, or before Jelou's answer to that. */
function countEarly(sends: Sends) {
  const last = new Map<string, { place: number; at: number }>();
  let early = 0;
  for (const { roomId, text, at } of sends) {
    const place = Number(text.split(" ").at(-1));
    const before = last.get(roomId);
    if (before && (place !== before.place + 1 || at < before.at + answerMs * 0.9)) early += 1;
    last.set(roomId, { place, at });
  }
  return early;
}

/** Calls a second of a client that always has as many under way as the desk may, with no desk in between. */
async function callTogether(world: World, calls: number) {
  let left = calls;
  const startedAt = sharedNow();
  await Promise.all(
    world.talks.slice(0, atATime).map(async (talk) => {
      while (left-- > 0) await callJelou(world, talk);
    }),
  );
  return (calls * 1_000) / (sharedNow() - startedAt);
}
