import type { useStartConversation } from "@/lib/conversations/client";

export type Row = { id: number; name: string; value: string };

export const assignmentTypes = ["none", "queue", "operator", "team"] as const;
export type AssignmentType = (typeof assignmentTypes)[number];

/** What stands in the fields of the dialog, as it was typed. */
export type Draft = {
  projectId: string;
  bot: string;
  customer: string;
  message: string;
  rows: Row[];
  assignment: { type: AssignmentType; target: string };
};

type Bot = { id: string; name: string | null };
type Request = Parameters<ReturnType<typeof useStartConversation>["mutate"]>[0];

/** As the list of bots shows it; two of one name with their ids. */
export function labelOf(bot: Bot, bots: Bot[]): string {
  if (bot.name === null) return bot.id;
  const isAlone = bots.every((each) => each.id === bot.id || each.name !== bot.name);
  return isAlone ? bot.name : `${bot.name} (${bot.id})`;
}

/** What the desk is asked for; the bot by its label where it is a known one, else by the id that was typed. */
export function toRequest(draft: Draft, bots: Bot[]): Request {
  const { projectId, bot, customer, message, rows, assignment } = draft;
  const chosen = bots.find((each) => labelOf(each, bots) === bot.trim());
  const given = rows.filter((row) => row.name.trim() !== "");
  const target = assignment.target.trim();
  return {
    projectId,
    botId: chosen?.id ?? bot.trim(),
    userId: toCustomerId(customer),
    ...(message.trim() ? { initialMessage: message.trim() } : {}),
    ...(given.length > 0
      ? { metadata: Object.fromEntries(given.map((row) => [row.name.trim(), row.value.trim()])) }
      : {}),
    ...(assignment.type === "none" ? {} : { assignment: { type: assignment.type, target } }),
  };
}

/** A telephone number as WhatsApp has it, without the signs that people put in; any other id as it is. */
export function toCustomerId(typed: string): string {
  const text = typed.trim();
  const isPhone = /^\+?[\d\s().-]+$/.test(text) && /\d{7}/.test(text.replace(/\D/g, ""));
  return isPhone ? text.replace(/\D/g, "") : text;
}

/** A number as one dials it at home. */
export const looksLocal = (typed: string) => /^0\d{6,}$/.test(toCustomerId(typed));

export type RowFault = "keyMissing" | "keyTwice";

/** What is wrong with the rows, by their ids. */
export function findRowFaults(rows: Row[]): Map<number, RowFault> {
  const faults = new Map<number, RowFault>();
  const names = new Set<string>();
  for (const { id, name, value } of rows) {
    const key = name.trim();
    if (key === "") {
      if (value.trim() !== "") faults.set(id, "keyMissing");
    } else if (names.has(key)) faults.set(id, "keyTwice");
    names.add(key);
  }
  return faults;
}
