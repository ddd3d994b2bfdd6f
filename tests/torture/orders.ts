import { setTimeout as sleep } from "node:timers/promises";
import { watchStream } from "../bench/clients/watch-stream";
import { projectKeys } from "../bench/project-keys";
import { closePayload, messagePayload, startPayload } from "../support/payloads";
import { permutations } from "../support/permutations";
import { type EngineName, hold, onEach, type Plan, type Report } from "./case";
import { count, type Desk, databaseOf, openDesk } from "./desk";
import { postOnce, signed } from "./post-events";

const project = projectKeys.jelouProjectId;
const parallel = 100;

/** One event, a hundred times at once: one row, one push. */
async function copies(engine: EngineName, { some }: Plan): Promise<Report> {
  const rounds = some(50);
  const desk = await openDesk({ databaseUrl: await databaseOf(engine) });
  const pushes = new Map<string, number>();
  const stream = await watchStream(desk.port, desk.admin.cookie, (frame) => {
    const [, id] = /"jelouMessageId":"(copy-\d+)"/.exec(frame) ?? [];
    if (id && frame.includes('"kind":"message"')) pushes.set(id, (pushes.get(id) ?? 0) + 1);
    return id;
  });
  const ids = Array.from({ length: rounds }, (_, round) => `copy-${round}`);
  let notTaken = 0;
  for (const [round, id] of ids.entries()) {
    const event = signed(messagePayload({ project, conversation: `c${round}`, id }));
    const answers = Array.from({ length: parallel }, () => postOnce(desk, event));
    notTaken += (await Promise.all(answers)).filter((status) => status !== 200).length;
    await stream.seen(id);
  }
  await sleep(1_500);
  stream.close();
  const rows = await count(desk, "messages");
  const deliveries = await count(desk, "deliveries");
  await desk.remove();
  return {
    tried: `${rounds} events as ${parallel} copies each at once`,
    held: [
      hold(notTaken === 0, `${rounds * parallel - notTaken} answered 200`),
      hold(
        rows === rounds && deliveries === rounds,
        `${rows} messages of ${deliveries} deliveries`,
      ),
      hold(
        ids.every((id) => pushes.get(id) === 1),
        `${[...pushes.values()].reduce((sum, times) => sum + times, 0)} pushes`,
      ),
    ],
  };
}

const base = Date.now() - 600_000;
const story = (conversation: string) => {
  const parts = { project, conversation, contact: `u-${conversation}` };
  const message = (id: string, at: number, name: string) =>
    messagePayload({ ...parts, at: base + at, id: `${conversation}-${id}`, body: id, name });
  return [
    startPayload({ ...parts, at: base, value: { initialMessage: "Hola" } }),
    message("uno", 1_000, "Ana"),
    message("dos", 2_000, "Ana P."),
    closePayload({ ...parts, at: base + 3_000 }),
    message("tres", 4_000, "Ana Paz"),
  ].map(signed);
};

/** Five events of a conversation in each of their orders. */
async function allOrders(engine: EngineName, _plan: Plan): Promise<Report> {
  const desk = await openDesk({ databaseUrl: await databaseOf(engine) });
  const orders = permutations([0, 1, 2, 3, 4]);
  let notTaken = 0;
  const play = async (order: number[], index: number) => {
    const events = story(`c${index}`);
    for (const at of order) if ((await postOnce(desk, events[at]!)) !== 200) notTaken += 1;
  };
  await Promise.all(orders.map(play));
  const states = new Set(await readStates(desk));
  await desk.remove();
  return {
    tried: `all ${orders.length} orders of five events`,
    held: [
      hold(notTaken === 0, `${orders.length * 5 - notTaken} answered 200`),
      hold(states.size === 1, `${states.size} final state`),
      hold(
        [...states].every((state) => state.includes('"closed"')),
        "closed in each",
      ),
    ],
  };
}

/** What differs by design, ids and arrival, left out. */
async function readStates(desk: Desk): Promise<string[]> {
  const items: Record<string, unknown>[] = [];
  let cursor: unknown = "";
  while (cursor !== null) {
    const path = `/api/conversations?status=all&limit=100${cursor ? `&cursor=${cursor}` : ""}`;
    const page = await desk.admin.call("GET", path);
    items.push(...(page.items as Record<string, unknown>[]));
    cursor = page.nextCursor;
  }
  const one = async (item: Record<string, unknown>) => {
    const { id, jelouConversationId, roomId, contact, revision, updatedAt, ...facts } = item;
    const thread = await desk.admin.call("GET", `/api/conversations/${id}/messages`);
    const messages = (thread.items as Record<string, unknown>[]).map(
      ({ id: _id, jelouMessageId: _theirs, conversationId: _where, ...message }) => message,
    );
    return JSON.stringify({ facts, name: (contact as { name: string }).name, messages });
  };
  const states: string[] = [];
  for (const item of items) states.push(await one(item));
  return states;
}

export const orders = { ...onEach("copies", copies), ...onEach("orders", allOrders) };
