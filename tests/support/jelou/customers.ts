import type { ChatMessage, Conversation, Conversations } from "./conversations.ts";
import { isOpen } from "./conversations.ts";
import { names } from "./names.ts";
import type { Project, Projects } from "./projects.ts";
import type { CustomerMessage, StartConversation } from "./sandbox.ts";
import type { Random } from "./seeded-random.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Line, Story } from "./stories.ts";
import { handovers, replies, stories } from "./stories.ts";
import { writeLine } from "./write-line.ts";

const MINUTE = 60_000;

interface Desk {
  url: string;
  projects: Projects;
  conversations: Conversations;
  startConversation(input: StartConversation): Conversation;
  customerWrites(id: string, message: CustomerMessage, options?: { at?: number }): ChatMessage;
  expire(id: string, reason?: string, options?: { at?: number }): void;
  settle(): Promise<void>;
}

interface Talk {
  conversation: Conversation;
  story: Story;
  ahead: Line[];
  nextAt: number;
  over: boolean;
}

interface Pace {
  perMinute: number;
  projectId: string;
  seed?: number;
  /** 1 is human; 0.01 makes every pause a hundred times shorter. */
  pace?: number;
  /** Nobody new arrives while this many conversations are open. */
  maxOpen?: number;
}

export function createCustomers(desk: Desk) {
  let talks: Talk[] = [];
  let timer: NodeJS.Timeout | undefined;

  function arrive(project: Project, random: Random, at: number, comeback?: Conversation): Talk {
    const story = random.deal(stories);
    const conversation = desk.startConversation({
      projectId: project.id,
      botId: comeback?.bot.id ?? random.pick([...project.bots.keys()]),
      userId: comeback?.user.id ?? phoneNumber(random),
      userName: comeback?.user.name ?? random.deal(names),
      initialMessage: random.pick(handovers),
      metadata: { ticketId: `T-${random.between(10_000, 99_999)}` },
      assignment: { type: "queue", target: story.queue },
      at,
    });
    const talk = { conversation, story, ahead: [...story.lines], nextAt: at, over: false };
    say(random.pick(story.openings), talk, random, at);
    talks.push(talk);
    return talk;
  }

  function say(line: Line, talk: Talk, random: Random, at: number): void {
    desk.customerWrites(talk.conversation.id, writeLine(line, desk.url, random), { at });
  }

  function sayNext(talk: Talk, random: Random, at: number): boolean {
    const line = talk.ahead.shift();
    if (line) say(line, talk, random, at);
    return line !== undefined;
  }

  function projectFor(id = desk.projects.keys().next().value ?? ""): Project {
    const project = desk.projects.get(id);
    if (!project) throw new Error(`The sandbox knows no project ${id}`);
    return project;
  }

  function start({ perMinute, projectId, seed = 1, pace = 1, maxOpen = 80 }: Pace): void {
    stop();
    const project = projectFor(projectId);
    const random = seededRandom(seed);
    const pause = (low: number, high: number) => random.between(low, high) * pace;
    let nextArrival = 0;

    function step(talk: Talk, now: number): void {
      talk.nextAt = now + pause(4_000, 25_000);
      if (!isOpen(talk.conversation)) {
        afterClose(talk, now);
      } else if (talk.conversation.messages.at(-1)?.from === "agent") {
        say(talk.ahead.shift() ?? random.pick(replies), talk, random, now);
      } else if (!sayNext(talk, random, now)) {
        talk.nextAt = now + pause(2_000, 4_000);
      }
    }

    function afterClose(talk: Talk, now: number): void {
      const { bot, user } = talk.conversation;
      const returned = desk.conversations.active(projectId, bot.id, user.id);
      talk.over = true;
      if (returned) return;
      if (random.chance(0.3)) {
        say(talk.story.late, talk, random, now);
      } else if (random.chance(0.35)) {
        const again = arrive(project, random, now, talk.conversation);
        again.nextAt = now + pause(4_000, 25_000);
      }
    }

    function tick(): void {
      const now = Date.now();
      if (now >= nextArrival && desk.conversations.all().filter(isOpen).length < maxOpen) {
        const talk = arrive(project, random, now);
        talk.nextAt = now + pause(4_000, 15_000);
        nextArrival = now + (MINUTE / perMinute) * (random.between(50, 150) / 100);
      }
      for (const talk of talks) if (now >= talk.nextAt) step(talk, now);
      talks = talks.filter((talk) => !talk.over);
    }

    tick();
    timer = setInterval(tick, Math.max(10, 500 * pace)).unref();
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  /** Conversations of the last hours, oldest first, told to the desk before it resolves. */
  async function seed(options: { conversations: number; projectId?: string; seed?: number }) {
    const project = projectFor(options.projectId);
    const random = seededRandom(options.seed ?? 1);
    const now = Date.now();
    for (let left = options.conversations; left > 0; left -= 1) {
      const share = left / options.conversations;
      const startedAt = now - 2 * MINUTE - share * 300 * MINUTE - random.between(0, MINUTE);
      seedOne(project, random, Math.round(startedAt), now);
      if (left % 20 === 1) await desk.settle();
    }
  }

  function seedOne(project: Project, random: Random, startedAt: number, now: number): void {
    const talk = arrive(project, random, startedAt);
    let at = startedAt;
    for (let lines = random.between(1, talk.ahead.length); lines > 0; lines -= 1) {
      at += random.between(6_000, 90_000);
      if (at > now) break;
      sayNext(talk, random, at);
    }
    talk.ahead = [];
    talk.nextAt = now;
    if (!random.chance(0.1) || at + 40 * MINUTE > now) return;
    desk.expire(talk.conversation.id, "EXPIRED", { at: at + 30 * MINUTE });
    talk.over = true;
    if (random.chance(0.5)) say(talk.story.late, talk, random, at + 35 * MINUTE);
  }

  return { start, stop, seed };
}

function phoneNumber(random: Random): string {
  const country = random.pick(["5939", "573", "521", "519", "569", "549"]);
  return `${country}${random.between(10_000_000, 99_999_999)}`;
}
