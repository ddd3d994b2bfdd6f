import type { Message } from "@/lib/conversations/schema";

type Seen = Pick<Message, "id" | "direction" | "author" | "at" | "state">;

/** What was there when one began to write: all of it, or what is no later than a draft that one has come back to. */
export const listKnown = (
  messages: Seen[],
  until = Number.POSITIVE_INFINITY,
): ReadonlySet<string> => new Set(messages.filter(({ at }) => at <= until).map(({ id }) => id));

/** The last answer that somebody else has given meanwhile; the bot's and Jelou's own have no author of ours. */
export const findOvertaker = <Each extends Seen>(
  messages: Each[],
  known: ReadonlySet<string>,
  me: string,
): Each | undefined =>
  messages.findLast(
    ({ id, direction, author, state }) =>
      direction === "out" &&
      author !== null &&
      author.id !== me &&
      state !== "discarded" &&
      !known.has(id),
  );
