import type { Selectable } from "kysely";
import { type Scope, seesProject } from "@/lib/auth/scope";
import type { Database } from "@/lib/db/schema";
import { db, onCommit, type store } from "@/lib/db/store";
import { onNearlyFull } from "@/lib/disk-space";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { once } from "@/lib/once";
import { beat } from "@/lib/pulse";
import { outsideRequest } from "@/lib/request-facts";
import { lastSeq, readLog, trimLog } from "./read";

type LogRow = Selectable<Database["live_events"]>;

/** What goes along with a log row, so that viewers needn't fetch it. */
export type LoadRows = (rows: LogRow[]) => Promise<Map<number, Record<string, unknown>>>;

export type Viewer = {
  scope: Scope;
  /** Behind, and being brought up by its own reading of the log. */
  catchingUp: boolean;
  /** What he has been sent of the log; his own reading may be ahead of the hub's. */
  seq: number;
  send: (chunk: Uint8Array) => void;
  /** Looks at the session again. */
  recheck: () => void;
  /** Once a second: cut who doesn't read. By a clock that nobody sets. */
  sweep: (now: number) => void;
  /** Says goodbye and ends the stream. */
  close: () => void;
};

export type Frame = { seq: number; row: LogRow; text: string };

const pageSize = 500;
const pollMs = 1_000;
const notifyEveryMs = 20;
const trimEveryMs = 600_000;
const encoder = new TextEncoder();

/** Reads the log once for all viewers of this process and hands each what he may see, one chunk a tick. */
export class Hub {
  readonly viewers = new Set<Viewer>();
  seq = 0;
  stopped = false;
  readonly epoch: string;
  readonly #engine: ReturnType<typeof store>["engine"];
  readonly #loadRows: LoadRows;
  #pumping = false;
  #again = false;
  #failed = false;
  #notifyTimer: NodeJS.Timeout | undefined;
  #cleanUps: (() => unknown)[] = [];

  constructor({ epoch, engine }: ReturnType<typeof store>, loadRows: LoadRows) {
    this.epoch = epoch;
    this.#engine = engine;
    this.#loadRows = loadRows;
  }

  async start() {
    this.seq = await lastSeq();
    beat("hub");
    const stopCommits = onCommit(() => {
      this.wake();
      this.#notifyOthers();
    });
    const { listen } = this.#engine;
    const poll = setInterval(() => {
      if (!this.#pumping) beat("hub");
      for (const viewer of this.viewers) viewer.sweep(performance.now());
      if (listen || this.#failed) this.wake();
    }, pollMs);
    const trim = setInterval(() => void trimLog(Date.now()).catch(reportTrouble), trimEveryMs);
    this.#cleanUps = [stopCommits, () => clearInterval(poll), () => clearInterval(trim)];
    if (listen) this.#cleanUps.push(listen(() => this.wake()));
    this.#cleanUps.push(
      onNearlyFull((isSo) => {
        const notice = encoder.encode(noticeFrame(isSo));
        for (const viewer of [...this.viewers]) viewer.send(notice);
      }),
    );
  }

  async stop() {
    this.stopped = true;
    for (const viewer of [...this.viewers]) viewer.close();
    clearTimeout(this.#notifyTimer);
    await Promise.all(this.#cleanUps.map((cleanUp) => cleanUp()));
  }

  wake() {
    if (this.#pumping) this.#again = true;
    else if (!this.stopped) void outsideRequest(() => this.#pump());
  }

  async #pump() {
    this.#pumping = true;
    try {
      do {
        this.#again = false;
        const frames = await this.readFrames(this.seq);
        this.#failed = false;
        if (frames.length > 0) this.#deliver(frames);
        if (frames.length === pageSize) this.#again = true;
      } while (this.#again && !this.stopped);
    } catch (error) {
      this.#failed = true;
      reportTrouble(error);
    } finally {
      this.#pumping = false;
    }
  }

  /** The next page of frames after a position, oldest first. */
  async readFrames(after: number): Promise<Frame[]> {
    const rows = await readLog(after, pageSize);
    if (rows.length === 0) return [];
    const loaded = await this.#loadRows(rows);
    return rows.map((row) => {
      const data = JSON.stringify({
        kind: row.kind,
        projectId: row.project_id,
        ...(row.conversation_id ? { conversationId: row.conversation_id } : {}),
        ...loaded.get(row.seq),
      });
      return {
        seq: row.seq,
        row,
        text: `id: ${this.epoch}:${row.seq}\nevent: change\ndata: ${data}\n\n`,
      };
    });
  }

  /** Advances and sends in one go: nobody can join in between and miss something. */
  #deliver(frames: Frame[]) {
    this.seq = frames.at(-1)!.seq;
    metrics().live.events += frames.length;
    const chunks = new Map<string, Uint8Array>();
    for (const viewer of [...this.viewers]) {
      if (frames.some(({ row }) => row.kind === "user" && row.user_id === viewer.scope.agentId))
        viewer.recheck();
      if (viewer.catchingUp) continue;
      const due = frames.filter((frame) => frame.seq > viewer.seq);
      const key = keyOf(viewer.scope, due);
      const chunk = chunks.get(key) ?? encodeFor(viewer.scope, due);
      chunks.set(key, chunk);
      viewer.seq = this.seq;
      if (chunk.byteLength > 0) viewer.send(chunk);
    }
  }

  /** NOTIFY locks the whole database at its commit, so it is sent apart from what it tells of, and seldom. */
  #notifyOthers() {
    const { notify } = this.#engine;
    if (!notify || this.#notifyTimer) return;
    this.#notifyTimer = setTimeout(() => {
      this.#notifyTimer = undefined;
      notify(db()).catch(reportTrouble);
    }, notifyEveryMs);
  }
}

/** Frames that not everybody of the same projects gets. */
const personal = new Set<LogRow["kind"]>(["user", "bulk", "read", "mention"]);

/** The same for all who get the same, so that it is encoded once. */
function keyOf(scope: Scope, due: Frame[]) {
  const { projectIds } = scope;
  const own = due.filter(({ row }) => personal.has(row.kind) && maySee(scope, row));
  const projects = projectIds === "all" ? "all" : projectIds.join();
  return `${due.length} ${projects} ${own.map(({ seq }) => seq).join()}`;
}

export const encodeFor = (scope: Scope, frames: Frame[]) =>
  encoder.encode(
    frames
      .filter(({ row }) => maySee(scope, row))
      .map((frame) => frame.text)
      .join(""),
  );

function maySee(scope: Scope, row: LogRow) {
  const seesIts = row.project_id !== null && seesProject(scope, row.project_id);
  if (row.kind === "read" || row.kind === "mention")
    return seesIts && row.user_id === scope.agentId;
  if (row.kind === "user" || row.kind === "bulk")
    return scope.role === "admin" || row.user_id === scope.agentId;
  return seesIts;
}

/** What everybody should know and no row tells of. */
export const noticeFrame = (diskNearlyFull: boolean) =>
  `event: notice\ndata: {"diskNearlyFull":${diskNearlyFull}}\n\n`;

const reportTrouble = (error: unknown) =>
  log().warn({ err: error }, "The live log could not be read; the next poll tries again");

const shelf = () => once("hub", () => ({ hub: undefined as Hub | undefined }));

export const installHub = (hub: Hub | undefined) => {
  shelf().hub = hub;
};

export const findHub = () => shelf().hub;
