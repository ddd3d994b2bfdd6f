import { write } from "@/lib/db/store";
import { log } from "@/lib/log";
import { once } from "@/lib/once";

const everyMs = 60_000;
const gatherMs = 2_000;

const seen = () => once("seen-sessions", () => new Set<string>());

/** That a session is in use, once a minute and together with others': no request waits for it. */
export function noteSeen(sessionId: string, seenAt: number | null) {
  if (seenAt !== null && Math.abs(Date.now() - seenAt) < everyMs) return;
  const waiting = seen();
  if (waiting.size === 0) setTimeout(() => void writeSeen(), gatherMs).unref();
  waiting.add(sessionId);
}

async function writeSeen() {
  const ids = [...seen()];
  seen().clear();
  try {
    for (let from = 0; from < ids.length; from += 500) {
      const some = ids.slice(from, from + 500);
      await write((tx) =>
        tx.updateTable("sessions").set({ seen_at: Date.now() }).where("id", "in", some).execute(),
      );
    }
  } catch (error) {
    // The next request of each notes it again.
    log().debug({ err: error }, "When sessions were last in use could not be written");
  }
}
